"""An OpenAI-compatible endpoint on loopback that behaves as models and servers do to one, for the tests. Standard library only.

The model's name in the request picks the behaviour (ANSWERS below, or the attributes of the class); each request is kept in `seen`.
"""
import http.server, json, socket, threading, time


class Asked:
    """One request: its path, headers and body, and the units it asks about."""

    def __init__(self, path, headers, body):
        self.path, self.headers, self.at = path, headers, time.monotonic()
        self.body = json.loads(body)
        self.model = self.body['model']
        self.units = json.loads(self.body['messages'][1]['content'])['units']
        self.language = json.loads(self.body['messages'][1]['content'])['language']

    def sentences(self):
        return [u for u in self.units if u['kind'] == 'sentence']


def units(asked, words, kinds=('sentence', 'headline', 'heading')):
    """The reply's JSON: `words` makes the text of a unit from it; None leaves the unit out."""
    made = [(u['unit'], words(u)) for u in asked.units if u['kind'] in kinds]
    return json.dumps({'units': [{'unit': n, 'text': t} for n, t in made if t is not None]})


class Endpoint:
    """`answers`: model -> function of Asked that gives the message's text, or None after having answered by itself."""

    def __init__(self, answers, host='127.0.0.1'):
        self.seen, self.at_once, self.most_at_once = [], 0, 0
        self.lock, outer = threading.Lock(), self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                asked = Asked(self.path, self.headers, self.rfile.read(int(self.headers['Content-Length'])))
                with outer.lock:
                    outer.seen.append(asked)
                    outer.at_once += 1
                    outer.most_at_once = max(outer.most_at_once, outer.at_once)
                self.outer, self.asked = outer, asked
                try:
                    text = answers[asked.model](self, asked)
                    if text is not None:
                        self.complete(text)
                except OSError:
                    self.close_connection = True
                with outer.lock:
                    outer.at_once -= 1

            def complete(self, text):
                self.reply(200, json.dumps({'object': 'chat.completion', 'model': self.asked.model,
                                            'choices': [{'index': 0, 'finish_reason': 'stop', 'message': {'role': 'assistant', 'content': text}}]}).encode())

            def reply(self, code, body=b'', **headers):
                self.send_response(code)
                for k, v in {'Content_Type': 'application/json', 'Content_Length': str(len(body)), **headers}.items():
                    self.send_header(k.replace('_', '-'), v)
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                outer.seen.append(None)
                self.reply(404)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):  # a client that goes away is part of the tests
                pass

        self.server = Server((host, 0), Handler)
        self.host, self.port = host, self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True).start()

    def url(self, base='/v1'):
        return f'http://{self.host}:{self.port}{base}'

    def times(self, model):
        return sum(a is not None and a.model == model for a in self.seen)

    def last(self, model):
        return [a for a in self.seen if a is not None and a.model == model][-1]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def closed_port():
    """A port of loopback where nobody listens."""
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]
