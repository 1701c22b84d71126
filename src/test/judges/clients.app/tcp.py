"""tcp.py PORT: 10 MB of no protocol, the end of the own half, then the server's answer and its end."""
import hashlib
import os
import socket
import sys

sent = b'\0' + os.urandom(10_000_000)
with socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=20) as connection:
    connection.sendall(sent)
    connection.shutdown(socket.SHUT_WR)
    got = b''.join(iter(lambda: connection.recv(65536), b''))
assert got.decode() == hashlib.sha256(sent).hexdigest(), got
