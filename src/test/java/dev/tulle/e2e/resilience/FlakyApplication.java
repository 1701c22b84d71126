package dev.tulle.e2e.resilience;

/// A Python server whose pods can be told apart and made ill: `/` answers with the pod's name;
/// `/ill?status=503&seconds=0` makes this pod answer so from then on.
final class FlakyApplication {
    static final String SCRIPT =
            """
            import json, socket, time
            from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
            from urllib.parse import parse_qs, urlparse
            ill = {'status': 200, 'seconds': 0.0}
            class Answer(BaseHTTPRequestHandler):
                protocol_version = 'HTTP/1.1'
                def do_GET(self):
                    url = urlparse(self.path)
                    status, seconds = ill['status'], ill['seconds']
                    if url.path == '/ill':
                        asked = parse_qs(url.query)
                        ill['status'] = int(asked['status'][0])
                        ill['seconds'] = float(asked['seconds'][0])
                        status, seconds = 200, 0
                    time.sleep(seconds)
                    body = (socket.gethostname() + '\\n').encode()
                    self.send_response(status)
                    self.send_header('content-length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *_):
                    pass
            ThreadingHTTPServer(('', 8080), Answer).serve_forever()
            """;

    private FlakyApplication() {}
}
