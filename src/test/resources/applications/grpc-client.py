"""A gRPC client with one connection.

    HOST:PORT kinds           every kind of call, once: prints JSON
    HOST:PORT calls FILE      eight at a time until FILE.stop is there; FILE holds JSON of the last three seconds
    HOST:PORT stream SECONDS  one stream of a message every 100 ms: prints JSON; /tmp/stream names the pod when it has begun
    HOST:PORT beside SECONDS  the same, and calls beside it, four at a time, until 1 s after its end
"""

import json
import os
import sys
import threading
import time
from collections import Counter, deque

import grpc

target, mode, *rest = sys.argv[1:]
channel = grpc.insecure_channel(target, options=[("grpc.enable_retries", 0)])
ask = channel.unary_unary("/shop.Catalog/Ask")
listing = channel.unary_stream("/shop.Catalog/List")
collect = channel.stream_unary("/shop.Catalog/Collect")
chat = channel.stream_stream("/shop.Catalog/Chat")


def trailers(call):
    return {key: value.hex() if isinstance(value, bytes) else value for key, value in call.trailing_metadata()}


def kinds():
    seen = {}
    answer, call = ask.with_call(b"hello", timeout=10)
    seen["unary"] = [answer.decode(), trailers(call)]
    try:
        ask(b"fail", timeout=10)
    except grpc.RpcError as error:
        seen["failure"] = [error.code().name, error.details(), trailers(error)]
    call = listing(b"50 0.5", timeout=10)
    seen["listing"] = [len(list(call)), trailers(call)]
    answer, call = collect.with_call((b"x" * 100_000 for _ in range(20)), timeout=10)
    seen["collect"] = [answer.decode(), trailers(call)]

    def talk():
        for number in range(10):
            yield b"%d" % number
            time.sleep(0.02)

    call = chat(talk(), timeout=10)
    seen["chat"] = [[message.decode() for message in call], trailers(call)]
    try:
        list(listing(b"100 30", timeout=0.5))
    except grpc.RpcError as error:
        seen["deadline"] = [error.code().name]
    print(json.dumps(seen))


def calls(file):
    lock, recent, failures, total = threading.Lock(), deque(), [], 0

    def caller():
        nonlocal total
        while not os.path.exists(file + ".stop"):
            pod = failure = None
            try:
                pod = ask(b"hello", timeout=10).decode()
            except grpc.RpcError as error:
                failure = f"{error.code().name} {error.details()}"
            with lock:
                total += 1
                recent.append((time.monotonic(), pod)) if pod else failures.append(failure)

    callers = [threading.Thread(target=caller) for _ in range(8)]
    for one in callers:
        one.start()
    going = True
    while going:
        time.sleep(0.5)
        going = any(one.is_alive() for one in callers)
        with lock:
            while recent and recent[0][0] < time.monotonic() - 3:
                recent.popleft()
            seen = {"total": total, "failures": failures[:20], "recent": Counter(pod for _, pod in recent)}
        with open(file + ".new", "w") as out:
            json.dump(seen, out)
        os.rename(file + ".new", file)


def stream(seconds):
    count = int(float(seconds) * 10)
    call = listing(f"{count} {seconds}".encode(), timeout=float(seconds) + 20)
    received = 0
    try:
        for message in call:
            if not received:
                with open("/tmp/stream", "w") as file:
                    file.write(message.decode())
            received += 1
        print(json.dumps({"asked": count, "received": received, "status": call.code().name, "trailers": trailers(call)}))
    except grpc.RpcError as error:
        print(json.dumps({"asked": count, "received": received, "status": error.code().name, "details": error.details()}))


def beside(seconds):
    """Times of calls are in seconds before (negative) and after the end of the stream."""
    made, failures, ends = [], [], threading.Event()

    def call():
        while not ends.wait(0.05):
            try:
                made.append((ask(b"hello", timeout=10).decode(), time.monotonic()))
            except grpc.RpcError as error:
                failures.append(f"{error.code().name} {error.details()}")

    callers = [threading.Thread(target=call) for _ in range(4)]
    for one in callers:
        one.start()
    stream(seconds)
    end = time.monotonic()
    time.sleep(1)
    ends.set()
    for one in callers:
        one.join()
    pods = {pod: [at - end for name, at in made if name == pod] for pod, _ in made}
    print(json.dumps({"calls": {pod: [min(at), max(at)] for pod, at in pods.items()}, "failures": failures}))


{"kinds": kinds, "calls": calls, "stream": stream, "beside": beside}[mode](*rest)
