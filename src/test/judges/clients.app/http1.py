"""http1.py PORT: Python's client on one kept connection, with lengths known and unknown."""
import http.client
import sys

connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=10)
for n in range(100):
    body = b'x' * n
    # An iterator has no length, so it is sent in chunks.
    sent = iter([body[:5], body[5:]]) if n % 2 else body
    connection.request('POST', f'/n/{n}', body=sent, encode_chunked=bool(n % 2), headers={'Transfer-Encoding': 'chunked'} if n % 2 else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, answer.status
    assert text.startswith(f'POST /n/{n} {n} '), text
