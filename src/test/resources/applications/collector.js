// Keeps what callers report, also of those that are gone: GET on 8080 gives their sum.

const http = require('http')

const reports = new Map()

function sum() {
  const all = [...reports.values()]
  return {
    callers: all.length,
    sent: all.reduce((count, one) => count + one.sent, 0),
    answered: all.reduce((count, one) => count + one.answered, 0),
    failures: all.flatMap(one => one.failures)
  }
}

http.createServer((request, response) => {
  let text = ''
  request.on('data', chunk => { text += chunk })
  request.on('end', () => {
    if (request.method === 'POST') {
      const report = JSON.parse(text)
      if ((reports.get(report.caller)?.answered ?? 0) <= report.answered) reports.set(report.caller, report)
    }
    response.end(request.method === 'GET' ? JSON.stringify(sum()) : '')
  })
}).listen(8080)
