"""gRPC on 9090: each answer, and each trailer x-pod, names the pod. HTTP on 8080 for the probe."""

import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import grpc

POD = socket.gethostname()


def named(context):
    context.set_trailing_metadata((("x-pod", POD), ("x-proof-bin", b"\x00\xff")))
    return POD.encode()


def ask(request, context):
    if request == b"fail":
        named(context)
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, "as asked: é")
    time.sleep(0.02)
    return named(context)


def listing(request, context):
    """`COUNT SECONDS`: so many messages over that time."""
    count, seconds = request.decode().split()
    for _ in range(int(count)):
        yield POD.encode()
        time.sleep(float(seconds) / int(count))
    named(context)


def collect(requests, context):
    total = sum(len(request) for request in requests)
    named(context)
    return b"%d" % total


def chat(requests, context):
    for request in requests:
        yield request
    named(context)


class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, format, *args):
        pass


server = grpc.server(ThreadPoolExecutor(max_workers=20), options=[("grpc.so_reuseport", 0)])
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("shop.Catalog", {
    "Ask": grpc.unary_unary_rpc_method_handler(ask),
    "List": grpc.unary_stream_rpc_method_handler(listing),
    "Collect": grpc.stream_unary_rpc_method_handler(collect),
    "Chat": grpc.stream_stream_rpc_method_handler(chat),
}),))
server.add_insecure_port("[::]:9090")
server.start()
threading.Thread(target=ThreadingHTTPServer(("", 8080), Health).serve_forever, daemon=True).start()

ends = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: ends.set())
ends.wait()
time.sleep(1)  # callers hear meanwhile that this pod goes
server.stop(grace=12).wait()
