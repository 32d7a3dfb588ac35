#!/usr/bin/env python3
"""The living site on the samples: a feed server on loopback, and `nutgraf run` that reads it.

usage: tools/serve_samples.py NUTGRAF [SAMPLES] [--port N]
Prints the site's address and runs until Ctrl-C or SIGTERM, which end both. The sample pages stand in a feed for each outlet, so
that they are fetched as pages on the web are. The clock begins at the evening of the samples' last day. Configuration and database
live in a temporary directory. Python standard library only."""
import argparse, html, http.server, pathlib, re, signal, socket, subprocess, sys, tempfile, threading, urllib.parse

HOST, NOW = '127.0.0.2', '2025-10-15T20:00:00Z'
CONFIG = """[fetch]
contact = samples@nutgraf.example
host_delay = 0ms
allow = {host}

[serve]
title = Ten days in Velmere
window = 30d
port = {port}

[feeds]
{feeds}
"""


def outlet_of(page):
    hit = re.search(r'(?:"publisher": \{[^}]*?"name": "|og:site_name" content=")([^"]+)"', page)
    return html.unescape(hit.group(1)) if hit else 'Pages'


def page_feed(outlet, pages, address):
    items = ''.join(f'<item><link>{address}/pages/{urllib.parse.quote(p.name)}</link><title>'
                    f'{re.search("<title>(.*?)</title>", text, re.S).group(1)}</title><description>Only the page has the text.</description></item>'
                    for p, text in pages)
    return f'<rss version="2.0"><channel><title>{html.escape(outlet)}</title><link>{address}/</link>{items}</channel></rss>'.encode()


class Samples:
    """What the server has: path -> (type, bytes). Made once the port is known."""

    def __init__(self, folder):
        self.files, self.feeds = {}, []
        server = http.server.ThreadingHTTPServer((HOST, 0), self.handler())
        server.daemon_threads = True
        address = f'http://{HOST}:{server.server_address[1]}'
        outlets = {}
        for path in sorted(folder.glob('feeds/*')):
            self.add(f'/feeds/{path.name}', 'application/feed+json' if path.suffix == '.json' else 'application/xml', path.read_bytes())
            self.feeds.append(f'{address}/feeds/{path.name}')
        for path in sorted(folder.glob('pages/*.html')):
            self.add(f'/pages/{path.name}', 'text/html; charset=utf-8', path.read_bytes())
            text = path.read_text(encoding='utf-8')
            outlets.setdefault(outlet_of(text), []).append((path, text))
        for i, (outlet, pages) in enumerate(sorted(outlets.items())):
            self.add(f'/outlets/{i}.xml', 'application/rss+xml', page_feed(outlet, pages, address))
            self.feeds.append(f'{address}/outlets/{i}.xml')
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def add(self, path, kind, body):
        self.files[path] = kind, body

    def handler(samples):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_GET(self):
                kind, body = samples.files.get(self.path, ('text/plain', b''))
                self.send_response(200 if self.path in samples.files else 404)
                self.send_header('Content-Type', kind)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass
        return Handler


def usual_or_free(port):
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(('127.0.0.1', port))
            return port
        except OSError:
            print(f'port {port} is taken; another one, then', flush=True)
            return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('nutgraf')
    parser.add_argument('samples', nargs='?', type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent / 'samples')
    parser.add_argument('--port', type=int, default=8117)
    options = parser.parse_args()
    samples = Samples(options.samples)
    if not samples.feeds:
        sys.exit(f'{options.samples}: no feeds/ and no pages/ in it')
    with tempfile.TemporaryDirectory(prefix='nutgraf-') as directory:
        config = pathlib.Path(directory, 'samples.ini')
        config.write_text(CONFIG.format(host=HOST, port=usual_or_free(options.port), feeds='\n'.join(f'feed = {f}' for f in samples.feeds)), encoding='utf-8')
        print('The living site on the samples; Ctrl-C ends it.', flush=True)
        site = subprocess.Popen([options.nutgraf, 'run', '--now', NOW, config])
        # A terminal's Ctrl-C reaches the site, too; a signal to this process alone is handed on.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: site.terminate())
        return site.wait()


if __name__ == '__main__':
    sys.exit(main())
