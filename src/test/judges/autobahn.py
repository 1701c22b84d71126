"""The side of a WebSocket that the Autobahn suite judges, by Python's `websockets`: all that it is sent comes back.

autobahn.py server PORT
autobahn.py client URL PORT: every case of the fuzzing server that thinks to be at URL and is reached by PORT
"""
import asyncio
import sys

import websockets

ANY_SIZE = {'max_size': 1 << 26, 'ping_interval': None}


async def echo(socket, _path=None):
    try:
        async for message in socket:
            await socket.send(message)
    except websockets.ConnectionClosed:
        pass


async def serve(port):
    async with websockets.serve(echo, '127.0.0.1', port, **ANY_SIZE):
        await asyncio.Future()


async def call(url, port):
    def connect(path):
        return websockets.connect(url + path, host='127.0.0.1', port=port, **ANY_SIZE)

    async with connect('/getCaseCount') as socket:
        count = int(await socket.recv())
    for case in range(1, count + 1):
        async with connect(f'/runCase?case={case}&agent=fuzzingserver') as socket:
            await echo(socket)
    async with connect('/updateReports?agent=fuzzingserver') as socket:
        await socket.wait_closed()


if sys.argv[1] == 'server':
    asyncio.run(serve(int(sys.argv[2])))
else:
    asyncio.run(call(sys.argv[2], int(sys.argv[3])))
