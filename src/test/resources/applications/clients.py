"""What Python's HTTP clients get from HOST, ten answers each: prints JSON of who answered, by which version, to whom."""

import asyncio
import http.client
import json
import sys

import aiohttp
import httpx
import requests

host = sys.argv[1]
TEN = range(10)


def standard_library():
    connection = http.client.HTTPConnection(host, 80, timeout=10)
    for number in TEN:
        if number % 2:
            connection.request("POST", "/", iter([b"x" * 1000] * 5), encode_chunked=True,
                               headers={"Transfer-Encoding": "chunked"})
        else:
            connection.request("GET", "/")
        yield json.loads(connection.getresponse().read())


def by_requests():
    with requests.Session() as session:
        for _ in TEN:
            yield session.get(f"http://{host}/", timeout=10).json()


async def by_aiohttp():
    async def one(session):
        async with session.post(f"http://{host}/", data=b"x" * 100_000) as answer:
            return await answer.json()

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as session:
        return await asyncio.gather(*(one(session) for _ in TEN))


def by_httpx(url, **versions):
    with httpx.Client(timeout=10, **versions) as client:
        for _ in TEN:
            yield client.get(url).json()


print(json.dumps({
    "http.client": list(standard_library()),
    "requests": list(by_requests()),
    "aiohttp": asyncio.run(by_aiohttp()),
    "httpx": list(by_httpx(f"http://{host}/")),
    "httpx-2": list(by_httpx(f"http://{host}:8081/", http1=False, http2=True)),
}))
