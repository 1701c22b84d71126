"""Asks each database by its own client: milliseconds from the client's start to its end, connection included.

    HOST COUNT    prints JSON: for each protocol and port, COUNT times; with `failures` the last words of those that fail
"""

import json
import subprocess
import sys
import time

MAIL = b"From: a@example.org\nTo: nobody@example.org\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nMessage-Id: <1@example.org>\n\nhello\n"


def asked(host, port, what):
    maria = ["mariadb", "--no-defaults", "-h", host, "-P", port, "-u", "shop", "-Ne"]
    postgres = ["psql", "-h", host, "-p", port, "-U", "shop", "-d", "postgres", "-Atc"]
    return {
        "mariadb": (maria + ["SELECT 40 + 2"], None, b"42\n"),
        "mariadb-10MB": (maria + ["SELECT REPEAT('x', 10485760)"], None, b"x" * 10485760 + b"\n"),
        "postgres": (postgres + ["SELECT 40 + 2"], None, b"42\n"),
        "postgres-10MB": (postgres + ["SELECT repeat('x', 10485760)"], None, b"x" * 10485760 + b"\n"),
        "redis": (["redis-cli", "-h", host, "-p", port, "ECHO", "42"], None, b"42\n"),
        "redis-10MB": (["redis-cli", "-h", host, "-p", port, "EVAL", "return string.rep('x', 10485760)", "0"], None,
                       b"x" * 10485760 + b"\n"),
        "smtp": (["curl", "-sS", "-m", "10", f"smtp://{host}:{port}", "--mail-from", "a@example.org",
                  "--mail-rcpt", "nobody@example.org", "-T", "-"], MAIL, b""),
    }[what]


def main(host, count, *targets):
    times, failures = {}, []
    for target in targets:
        what, port = target.split(":")
        command, content, expected = asked(host, port, what)
        times[target] = []
        for _ in range(int(count)):
            start = time.monotonic()
            ended = subprocess.run(command, input=content, capture_output=True, timeout=30)
            times[target].append(round(1000 * (time.monotonic() - start)))
            if ended.returncode or ended.stdout != expected:
                failures.append(f"{target}: {ended.returncode} {ended.stderr[-300:].decode()} {len(ended.stdout)} bytes")
    print(json.dumps({"times": times, "failures": failures}))


main(*sys.argv[1:])
