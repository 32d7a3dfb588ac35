"""A feed server on loopback and a running nutgraf that reads it, for tests and measurements. Python standard library only."""
import email.utils, http.client, http.server, os, pathlib, re, signal, subprocess, threading, time, urllib.parse
from html import escape


def item(guid, title, text, when, outlet='harbour'):
    paragraphs = ''.join(f'<p>{escape(p)}</p>' for p in text.split('\n\n'))
    return (f'<item><guid isPermaLink="false">{escape(guid)}</guid><link>http://{outlet}.example/{urllib.parse.quote(guid)}</link><title>{escape(title)}</title>'
            f'<pubDate>{email.utils.format_datetime(when)}</pubDate><content:encoded>{escape(paragraphs)}</content:encoded></item>')


def rss(outlet, *items):
    return ('<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f'<title>{escape(outlet)}</title><link>http://{re.sub("[^a-z]", "", outlet.lower())}.example/</link>{"".join(items)}</channel></rss>').encode()


class FeedServer:
    """`feeds`: path -> bytes, or a function that gives them. Changed at any time."""

    def __init__(self, host='127.0.0.2', feeds=None):
        self.feeds, outer = dict(feeds or {}), self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_GET(self):
                body = outer.feeds.get(self.path)
                body = body() if callable(body) else body
                self.send_response(200 if body is not None else 404)
                self.send_header('Content-Type', 'application/rss+xml')
                self.send_header('Content-Length', str(len(body or b'')))
                self.end_headers()
                try:
                    self.wfile.write(body or b'')
                except OSError:
                    pass  # the program has been ended meanwhile

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # the program has been ended meanwhile: that is what is tested
        self.host, self.port = host, self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True).start()

    def url(self, path):
        return f'http://{self.host}:{self.port}{path}'

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def configure(directory, feeds, fetch='', serve='', name='n.ini'):
    path = pathlib.Path(directory, name)
    path.write_text('[fetch]\ncontact = tests@example.org\nhost_delay = 0ms\ninterval = 1s\npages = no\nallow = 127.0.0.2\n' + fetch +
                    '\n[serve]\nwindow = 30d\n' + serve + '\n[feeds]\n' + ''.join(f'feed = {f}\n' for f in feeds))
    return path


class Site:
    """`nutgraf run`, started; waits until it listens."""

    def __init__(self, nutgraf, config, *args, now=None, wait=True):
        self.log = pathlib.Path(str(config) + '.log')
        self.port = 0
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen([nutgraf, 'run', *(['--now', now] if now else []), '--port', '0', *args, str(config)],
                                            stderr=log, stdout=subprocess.DEVNULL)
        if wait:
            self.wait_for(lambda: self.find_port(), 60)

    def find_port(self):
        hit = re.search(r'http://\S+:(\d+)/', self.words())
        self.port = int(hit.group(1)) if hit else 0
        return self.port

    def words(self):
        return self.log.read_text(errors='replace')

    def wait_for(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            if condition():
                return True
            time.sleep(0.05)
        return bool(condition())

    def ask(self, path, method='GET', headers=None, body=None):
        c = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        try:
            c.putrequest(method, path, skip_accept_encoding=True)
            for k, v in {**({'Content-Length': str(len(body))} if body is not None else {}), **(headers or {})}.items():
                c.putheader(k, v)
            c.endheaders(body)
            r = c.getresponse()
            return Answer(r.status, dict((k.lower(), v) for k, v in r.getheaders()), r.read())
        except (OSError, http.client.HTTPException) as e:
            print(f'# {method} {path}: {e!r}; the program {"ended with " + str(self.process.poll()) if self.process.poll() is not None else "runs"} and said:',
                  *self.words().splitlines()[-60:], sep='\n# ', flush=True)
            raise
        finally:
            c.close()

    def stop(self, how=signal.SIGTERM, seconds=30):
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def resident(self):
        hit = re.search(r'VmRSS:\s*(\d+)', pathlib.Path(f'/proc/{self.process.pid}/status').read_text())
        return int(hit.group(1)) * 1024


class Answer:
    def __init__(self, code, headers, body):
        self.code, self.headers, self.body = code, headers, body
        self.text = body.decode('utf-8', 'replace')
