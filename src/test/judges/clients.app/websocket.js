// websocket.js PORT: 100 frames there and back, through an upgraded connection of Node's client.
const http = require('http')
const assert = require('assert')

const request = http.request({
  port: process.argv[2], host: '127.0.0.1', path: '/socket',
  headers: { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13, 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' },
})
request.on('upgrade', (response, socket) => {
  assert.strictEqual(response.headers['sec-websocket-accept'], 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
  let sent = 0
  const send = () => {
    const text = Buffer.from(`frame ${sent}`)
    const mask = [1, 2, 3, 4]
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, ...mask]), text.map((byte, i) => byte ^ mask[i % 4])]))
  }
  socket.on('data', (frame) => {
    assert.strictEqual(frame.subarray(2).toString(), `frame ${sent}`)
    sent++
    if (sent === 100) { socket.destroy(); process.exit(0) }
    send()
  })
  send()
})
request.on('response', (response) => { console.error('no upgrade:', response.statusCode); process.exit(1) })
request.on('error', (error) => { console.error(error); process.exit(1) })
request.end()
setTimeout(() => { console.error('no answer for ten seconds'); process.exit(1) }, 10000).unref()
