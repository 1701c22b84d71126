// http2.js URL: 200 requests of Node's client as streams of one connection, every fourth with a body.
const http2 = require('http2')
const assert = require('assert')
const session = http2.connect(process.argv[2])
session.on('error', (error) => { console.error(error); process.exit(1) })

const ask = (n) => new Promise((resolve, reject) => {
  const body = n % 4 ? '' : 'x'.repeat(n * 1000)
  const stream = session.request({ ':method': body ? 'POST' : 'GET', ':path': `/n/${n}` }, { endStream: !body })
  let text = '', status = 0
  stream.on('response', (fields) => { status = fields[':status'] })
  stream.on('data', (part) => { text += part }).on('end', () => resolve([n, body.length, status, text]))
  stream.on('error', reject)
  if (body) stream.end(body)
})

Promise.all(Array.from({ length: 200 }, (_, n) => ask(n))).then((answers) => {
  for (const [n, length, status, text] of answers) {
    assert.strictEqual(status, 200)
    assert.ok(text.startsWith(`${length ? 'POST' : 'GET'} /n/${n} ${length} `), text)
  }
  session.close()
}).catch((error) => { console.error(error); process.exit(1) })
