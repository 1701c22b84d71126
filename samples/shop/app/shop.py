"""The shop's one program, in three parts: `catalog` answers, `web` asks the catalog, `visit` asks the web.

It knows nothing of a mesh: plain HTTP/1.1 by Service name. The catalog says which identity the mesh saw.
"""

import http.client
import json
import os
import signal
import socket
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = int(os.environ.get("PORT", "8080"))
VERSION = os.environ.get("VERSION", "v1")
CATALOG = os.environ.get("CATALOG", "catalog:80")
WEB = os.environ.get("WEB", "web:80")
PRICES = {"v1": {"tulle": 12, "organza": 19}, "v2": {"tulle": 11, "organza": 18, "chiffon": 23}}


class Busy:
    """Counts answers under way, so that the process ends between them."""

    def __init__(self):
        self.change = threading.Condition()
        self.count = 0

    def __enter__(self):
        self.add(1)

    def __exit__(self, *_):
        self.add(-1)

    def add(self, change):
        with self.change:
            self.count += change
            self.change.notify_all()

    def rest(self, quiet, longest):
        """Returns when nobody has asked for `quiet` seconds: callers have heard by then that this pod goes."""
        end = time.monotonic() + longest
        with self.change:
            while time.monotonic() < end:
                if not self.change.wait(quiet) and self.count == 0:
                    return


BUSY = Busy()


class Answer(BaseHTTPRequestHandler):
    """Answers GET with JSON, keeping the connection open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        if self.path == "/healthz":
            self.send(200, {"ok": True})
            return
        with BUSY:
            self.serve()

    def serve(self):
        try:
            status, body = 200, self.answer()
        except OSError as error:
            status, body = 502, {"error": f"cannot reach {CATALOG}: {error}"}
        self.send(status, body)

    def send(self, status, body):
        data = (json.dumps(body) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format, *args):
        pass


class Catalog(Answer):
    """What is on sale, by which version, and who asked."""

    def answer(self):
        return {
            "version": VERSION,
            "pod": socket.gethostname(),
            "prices": PRICES.get(VERSION, PRICES["v1"]),
            "caller": self.headers.get("x-tulle-client-id", "unknown (no mesh identity)"),
        }


class Web(Answer):
    """The page: the catalog's answer, and who asked for the page."""

    connections = threading.local()

    def answer(self):
        return {
            "page": "shop",
            "visitor": self.headers.get("x-tulle-client-id", "unknown (no mesh identity)"),
            "catalog": fetch(self.connections, CATALOG, "/items"),
        }


def fetch(connections, authority, path):
    """GET over a kept connection of this thread; one more try on a new one when it was closed meanwhile."""
    kept = getattr(connections, "kept", None)
    for connection in (kept, http.client.HTTPConnection(authority, timeout=5)):
        if connection is None:
            continue
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            if connection is not kept:
                raise
            continue
        connections.kept = connection
        if answer.status != 200:
            raise OSError(f"{answer.status} {answer.getheader('x-tulle-error', answer.reason)}")
        return json.loads(body)
    raise OSError("no connection")


def serve(handler):
    server = ThreadingHTTPServer(("", PORT), handler)
    server.daemon_threads = True

    def stop():
        BUSY.rest(quiet=1, longest=10)
        server.shutdown()

    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=stop).start())
    server.serve_forever(poll_interval=0.1)


def visit(count):
    """Asks the web `count` times and prints one line of JSON: versions, identities, failures, seconds."""
    connections = threading.local()
    versions, visitors, callers, failures = Counter(), Counter(), Counter(), Counter()
    start = time.monotonic()
    for _ in range(count):
        try:
            page = fetch(connections, WEB, "/")
            versions[page["catalog"]["version"]] += 1
            visitors[page["visitor"]] += 1
            callers[page["catalog"]["caller"]] += 1
        except (OSError, KeyError, ValueError) as error:
            failures[str(error)] += 1
    print(
        json.dumps(
            {
                "versions": versions,
                "visitor": visitors,
                "caller": callers,
                "failures": failures,
                "seconds": round(time.monotonic() - start, 2),
            }
        ),
        flush=True,
    )


def browse(pause):
    """Visits one page after another until it is told to stop."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    connections = threading.local()
    while not stop.wait(pause):
        try:
            fetch(connections, WEB, "/")
        except OSError as error:
            print(f"visit failed: {error}", flush=True)


def main(arguments):
    match arguments:
        case ["catalog"]:
            serve(Catalog)
        case ["web"]:
            serve(Web)
        case ["visit", count]:
            visit(int(count))
        case ["browse"]:
            browse(0.05)
        case _:
            sys.exit("usage: shop.py catalog | web | visit COUNT | browse")


main(sys.argv[1:])
