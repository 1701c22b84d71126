// HTTP/1.1 and WebSocket on 8080, HTTP/2 with prior knowledge on 8081: says who answers, and whom the mesh saw asking.
//   ?ms=50      answers after that time
//   POST /ready/no, POST /ready/yes   what the readiness probe hears from this pod

const http = require('http')
const http2 = require('http2')
const os = require('os')
const { WebSocketServer } = require('ws')

let ready = true
let underWay = 0
let lastAsked = Date.now()

function answer(request, response) {
  const url = new URL(request.url, 'http://server')
  if (url.pathname === '/healthz') {
    response.writeHead(ready ? 200 : 503).end()
    return
  }
  if (url.pathname.startsWith('/ready/')) ready = url.pathname === '/ready/yes'
  lastAsked = Date.now()
  underWay++
  response.on('close', () => underWay--)
  let bytes = 0
  request.on('data', chunk => { bytes += chunk.length })
  request.on('end', () => setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({
      pod: os.hostname(),
      caller: request.headers['x-tulle-client-id'] ?? 'nobody',
      protocol: request.httpVersion,
      method: request.method,
      from: request.socket.remoteAddress,
      bytes
    }) + '\n')
  }, Number(url.searchParams.get('ms') ?? 0)))
}

const one = http.createServer(answer)
const two = http2.createServer(answer)
new WebSocketServer({ server: one }).on('connection', socket =>
  socket.on('message', (data, binary) => socket.send(data, { binary })))
one.listen(8080)
two.listen(8081)

// Ends between answers: callers have heard that this pod goes when none has asked for a second. On a busy machine that
// second may have passed while requests wait in the sockets: it looks when those have been read.
process.on('SIGTERM', () => {
  const end = Date.now() + 10000
  setInterval(() => setImmediate(() => {
    if (Date.now() > end || (underWay === 0 && Date.now() - lastAsked > 1000)) process.exit(0)
  }), 50)
})
