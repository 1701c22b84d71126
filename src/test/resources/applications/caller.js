// As many requests per second as it is told, GET and POST in turn, however long the answers take; never more than 100
// at once, so that a machine that stands still is not answered by a flood. Reports to the collector how it goes. When
// told to end it goes on for a second, then waits for what is under way.
//   URL RATE COLLECTOR

const http = require('http')
const os = require('os')

const [url, rate, collector] = process.argv.slice(1)
const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity })
const body = 'x'.repeat(500)
const MOST_AT_ONCE = 100
const seen = { caller: os.hostname(), sent: 0, answered: 0, failures: [] }
const began = Date.now()
let last = Infinity

function ask(method, target, content, done) {
  const request = http.request(target, { method, agent, timeout: 20000 }, response => {
    response.resume()
    response.on('end', () => done(response.statusCode === 200
      ? null : `${response.statusCode} ${response.headers['x-tulle-error'] ?? 'of the application'}`))
    response.on('error', error => done(error.code ?? error.message))
  })
  request.on('timeout', () => request.destroy(new Error('no answer within 20 s')))
  request.on('error', error => done(error.code ?? error.message))
  request.end(content)
}

function send() {
  const method = seen.sent++ % 2 ? 'POST' : 'GET'
  const start = Date.now()
  let ended = false
  ask(method, url, method === 'POST' ? body : undefined, failure => {
    if (ended) return
    ended = true
    seen.answered++
    if (failure && seen.failures.length < 500) seen.failures.push({ method, start, end: Date.now(), failure })
  })
}

const clock = setInterval(() => {
  const due = Math.floor((Math.min(Date.now(), last) - began) * rate / 1000)
  while (seen.sent < due && seen.sent - seen.answered < MOST_AT_ONCE) send()
  if (Date.now() > last) {
    clearInterval(clock)
    finish()
  }
}, 5)

function report(done) {
  ask('POST', collector, JSON.stringify(seen), done)
}

function finish() {
  const wait = setInterval(() => {
    if (seen.answered < seen.sent) return
    clearInterval(wait)
    report(() => process.exit(0))
  }, 20)
}

const reports = setInterval(() => report(() => {}), 250)
process.on('SIGTERM', () => {
  clearInterval(reports)
  last = Date.now() + 1000
})
