// http1.js URL: 200 requests of Node's client over eight kept connections, every fourth with a body.
const http = require('http')
const assert = require('assert')
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })

const ask = (n) => new Promise((resolve, reject) => {
  const body = n % 4 ? '' : 'x'.repeat(n * 1000)
  const request = http.request(`${process.argv[2]}/n/${n}`, { agent, method: body ? 'POST' : 'GET' }, (response) => {
    let text = ''
    response.on('data', (part) => { text += part }).on('end', () => resolve([n, body.length, response.statusCode, text]))
  })
  request.on('error', reject).end(body)
})

Promise.all(Array.from({ length: 200 }, (_, n) => ask(n))).then((answers) => {
  for (const [n, length, status, text] of answers) {
    assert.strictEqual(status, 200)
    assert.ok(text.startsWith(`${length ? 'POST' : 'GET'} /n/${n} ${length} `), text)
  }
  agent.destroy()
}).catch((error) => { console.error(error); process.exit(1) })
