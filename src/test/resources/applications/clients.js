// What Node's HTTP clients get from HOST, ten answers each: prints JSON of who answered, by which version, to whom; and
// what comes back from a WebSocket.

const http = require('http')
const http2 = require('http2')
const { request } = require('undici')
const WebSocket = require('ws')

const host = process.argv[1]
const ten = Array.from({ length: 10 })
const text = async stream => (await stream.setEncoding('utf8').toArray()).join('')

function standardLibrary() {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 })
  const one = () => new Promise((resolve, reject) =>
    http.get(`http://${host}/`, { agent }, async answer => resolve(JSON.parse(await text(answer)))).on('error', reject))
  return Promise.all(ten.map(one)).finally(() => agent.destroy())
}

function byUndici() {
  return Promise.all(ten.map(async () => {
    const { body } = await request(`http://${host}/`, { method: 'PUT', body: 'x'.repeat(50000) })
    return body.json()
  }))
}

async function byHttp2() {
  const session = http2.connect(`http://${host}:8081`)
  const answers = await Promise.all(ten.map(async () => JSON.parse(await text(session.request({ ':path': '/' })))))
  session.close()
  return answers
}

function echoes() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${host}/`)
    const sent = ['hello', Buffer.alloc(1000000, 7)]
    const back = []
    socket.on('open', () => sent.forEach(one => socket.send(one)))
    socket.on('message', (data, binary) => {
      back.push(binary ? data.equals(sent[1]) : data.toString())
      if (back.length === sent.length) socket.close(1000)
    })
    socket.on('close', code => resolve([...back, code]))
    socket.on('error', reject)
  })
}

async function main() {
  console.log(JSON.stringify({
    http: await standardLibrary(),
    undici: await byUndici(),
    http2: await byHttp2(),
    websocket: await echoes()
  }))
  process.exit(0)
}
main()
