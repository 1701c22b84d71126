// server.js http1|http2|tcp PORT: an application that says what it got. A WebSocket is echoed, one frame at a time.
const crypto = require('crypto')
const [protocol, port] = process.argv.slice(2)

function answer(request, response) {
  const status = Number(request.url.split('/status/')[1] ?? 200)
  const hash = crypto.createHash('sha256')
  let bytes = 0
  request.on('data', (part) => { bytes += part.length; hash.update(part) })
  request.on('end', () => {
    response.statusCode = status
    response.end(`${request.method} ${request.url} ${bytes} ${bytes ? hash.digest('hex').slice(0, 12) : ''}`)
  })
}

function upgrade(request, socket) {
  const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
  const accept = crypto.createHash('sha1').update(key).digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  // A short text frame: two bytes, a mask of four, the text.
  socket.on('data', (frame) => {
    const text = frame.subarray(6, 6 + (frame[1] & 127)).map((byte, i) => byte ^ frame[2 + (i % 4)])
    socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]))
  })
}

const servers = {
  http1: () => require('http').createServer(answer).on('upgrade', upgrade),
  http2: () => require('http2').createServer(answer),
  // Answers only when the client has ended its half.
  tcp: () => require('net').createServer({ allowHalfOpen: true }, (socket) => {
    const hash = crypto.createHash('sha256')
    socket.on('data', (part) => hash.update(part)).on('end', () => socket.end(hash.digest('hex')))
  }),
}
servers[protocol]().listen(Number(port), '127.0.0.1')
