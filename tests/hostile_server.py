"""A web server that does what the web does to one, for the tests; loopback only, Python standard library only.

Every path is one behaviour (the table ROUTES); each request is kept in `seen`, so that a test can say what was asked, of
whom, when and with which headers. Sockets are handled raw where HTTP is to be broken. Use as a context manager:

    with HostileServer('127.0.0.2') as server:
        ... server.url('/feed') ... server.seen ...
"""
import gzip, socket, socketserver, ssl, struct, threading, time, zlib

ITEM = '<item><guid>{guid}</guid><link>{link}</link><title>{title}</title>{body}</item>'


def rss(*items, extra=''):
    """An RSS 2.0 document. An item is (guid, link, title, text); without a text it lacks the body."""
    out = []
    for guid, link, title, text in items:
        body = f'<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>' if text else '<description>Only a line.</description>'
        out.append(ITEM.format(guid=guid, link=link, title=title, body=body))
    return ('<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
            f'<channel><title>Harbour Post</title><link>http://harbour.example/</link>{extra}{"".join(out)}</channel></rss>').encode()


TEXT = ('The harbour board voted on Tuesday to rebuild the east pier, which a storm damaged in January. Work begins in May and '
        'is to cost 4.2 million crowns. The board heard forty residents before it voted. ' * 4)
FEED = rss(('pier-1', 'http://harbour.example/pier', 'Board votes to rebuild the pier', TEXT))
PAGE = ('<!doctype html><html lang="en"><head><title>Pier to be rebuilt</title><meta property="og:type" content="article"></head>'
        '<body><article><h1>Pier to be rebuilt</h1>' + ''.join(f'<p>{TEXT}</p>' for _ in range(3)) + '</article></body></html>').encode()


class Request:
    def __init__(self, path, headers, peer, at):
        self.path, self.headers, self.peer, self.at = path, headers, peer, at


class Exchange:
    """One request being answered: `server`, `request`, and ways to answer."""

    def __init__(self, server, sock, request):
        self.server, self.sock, self.request = server, sock, request

    def raw(self, data):
        try:
            self.sock.sendall(data)
            return True
        except OSError:
            return False

    def answer(self, code=200, body=b'', **headers):
        lines = [f'HTTP/1.1 {code} X']
        headers.setdefault('Content_Type', 'application/rss+xml')
        headers.setdefault('Content_Length', str(len(body)))
        lines += [f'{k.replace("_", "-")}: {v}' for k, v in headers.items() if v is not None]
        self.raw('\r\n'.join(lines).encode('latin-1', 'replace') + b'\r\nConnection: close\r\n\r\n' + body)

    def feed(self, **headers):
        self.answer(200, FEED, **headers)

    def redirect(self, to, code=302):
        self.answer(code, b'', Location=to)


class HostileServer:
    """`routes`: path -> function of an Exchange. A path that is not there is 404."""

    def __init__(self, host='127.0.0.2', routes=None, tls=None):
        self.host, self.routes, self.seen = host, dict(ROUTES if routes is None else routes), []
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                try:
                    outer._serve(self.request, self.client_address)
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = allow_reuse_address = True
            block_on_close = False
            request_queue_size = 256

            def get_request(self):
                sock, peer = super().get_request()
                return (tls.wrap_socket(sock, server_side=True) if tls else sock), peer

            def handle_error(self, request, client_address):
                pass

        self.scheme = 'https' if tls else 'http'
        self.server = Server((host, 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True)

    def url(self, path='/', host=None):
        return f'{self.scheme}://{host or self.host}:{self.port}{path}'

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def of(self, path):
        return [r for r in self.seen if r.path == path]

    def _serve(self, sock, peer):
        sock.settimeout(30)
        data = b''
        while b'\r\n\r\n' not in data:
            more = sock.recv(65536)
            if not more:
                return
            data += more
        head = data.split(b'\r\n\r\n')[0].decode('latin-1').split('\r\n')
        path = head[0].split(' ')[1]
        headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(':') for line in head[1:])}
        request = Request(path, headers, peer, time.monotonic())
        self.seen.append(request)
        route = self.routes.get(path) or self.routes.get(path.split('?')[0])
        exchange = Exchange(self, sock, request)
        if route:
            route(exchange)
        else:
            exchange.answer(404, b'nothing here', Content_Type='text/plain')


def endless_body(x):
    x.raw(b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n' + FEED[:200])
    while x.raw(b'x' * 65536):
        pass


def endless_headers(x):
    x.raw(b'HTTP/1.1 200 OK\r\n')
    while x.raw(b'X-More: ' + b'y' * 1000 + b'\r\n'):
        pass


def slow(x):
    x.raw(b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n')
    for byte in FEED:
        if not x.raw(bytes([byte])):
            return
        time.sleep(0.3)


def silent(_):
    time.sleep(20)


def reset(x):
    x.raw(b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n' + FEED[:300])
    time.sleep(0.05)
    x.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    x.sock.close()


def length(value):
    return lambda x: x.raw(f'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n{value}\r\nConnection: close\r\n\r\n'.encode() + FEED)


def chunked(data):
    return lambda x: x.raw(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n' + data)


def gzip_bomb(x):
    """Ten gigabytes of zeros in some ten megabytes; sent until the client has had enough."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    x.raw(b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n' + packer.compress(FEED))
    zeros = bytes(1 << 20)
    for _ in range(10 * 1024):
        if not x.raw(packer.compress(zeros)):
            return


def loop(x):
    x.redirect(x.server.url('/loop'))


def chain(x):
    n = int(x.request.path.partition('?')[2] or 0)
    x.redirect(x.server.url(f'/chain?{n + 1}')) if n < 50 else x.feed()


def to(location, code=302):
    return lambda x: x.redirect(location.format(server=x.server.url('')), code)


def validated(etag=None, modified=None, body=FEED):
    """Answers 304 to the very validator that it gave, as a server does that compares bytes."""
    def route(x):
        h = x.request.headers
        same = (etag is not None and h.get('if-none-match') == etag) or (etag is None and modified and h.get('if-modified-since') == modified)
        if same:
            return x.raw(b'HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n')
        return x.answer(200, body, **{k: v for k, v in (('ETag', etag), ('Last_Modified', modified)) if v})
    return route


def status(code, body=b'<html><body>no</body></html>', **headers):
    return lambda x: x.answer(code, body, Content_Type='text/html', **headers)


HTML_ERROR = b'<!DOCTYPE html><html><head><title>Oops</title></head><body>Something went wrong</body></html>'

ROUTES = {
    '/feed': lambda x: x.feed(),
    '/endless-body': endless_body,
    '/endless-headers': endless_headers,
    '/slow': slow,
    '/silent': silent,
    '/reset': reset,
    '/length-long': length(f'Content-Length: {len(FEED) + 500}'),
    '/length-short': length(f'Content-Length: {len(FEED) - 200}'),
    '/length-negative': length('Content-Length: -5'),
    '/length-twice': length(f'Content-Length: {len(FEED)}\r\nContent-Length: 7'),
    '/chunk-huge': chunked(b'FFFFFFFFFFFFFFFF0\r\n' + FEED),
    '/chunk-bad': chunked(b'zz\r\n' + FEED),
    '/chunk-good': chunked(b'%x\r\n%s\r\n0\r\n\r\n' % (len(FEED), FEED)),
    '/gzip': lambda x: x.answer(200, gzip.compress(FEED), Content_Encoding='gzip'),
    '/gzip-bomb': gzip_bomb,
    '/gzip-twice': lambda x: x.answer(200, gzip.compress(gzip.compress(FEED)), Content_Encoding='gzip, gzip'),
    '/gzip-cut': lambda x: x.answer(200, gzip.compress(FEED)[:150], Content_Encoding='gzip'),
    '/gzip-lie': lambda x: x.answer(200, FEED, Content_Encoding='gzip'),
    '/loop': loop,
    '/chain': chain,
    '/to-file': to('file:///etc/passwd'),
    '/to-gopher': to('gopher://127.0.0.2/1'),
    '/to-loopback': to('http://127.0.0.1:{{port}}/feed'.replace('{{port}}', '9')),
    '/to-mapped': to('http://[::ffff:127.0.0.1]:9/feed'),
    '/to-hex': to('http://0x7f.1:9/feed'),
    '/to-decimal': to('http://2130706433:9/feed'),
    '/to-six': to('http://[::1]:9/feed'),
    '/moved-301': to('{server}/feed', 301),
    '/moved-308': to('{server}/feed', 308),
    '/moved-302': to('{server}/feed', 302),
    '/moved-307': to('{server}/feed', 307),
    '/moved-mixed': to('{server}/moved-302', 301),
    '/moved-to-html': to('{server}/html', 301),
    '/304': lambda x: x.raw(b'HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n'),
    '/etag-strong': validated('"abc-1"'),
    '/etag-weak': validated('W/"abc-2"'),
    '/etag-bare': validated('abc-3'),
    '/modified': validated(None, 'Tue, 18 Mar 2031 10:00:00 GMT'),
    '/modified-future': validated(None, 'Fri, 01 Jan 2100 00:00:00 GMT'),
    '/429': status(429, Retry_After='7200'),
    '/503': status(503, Retry_After='7200'),
    '/503-date': status(503, Retry_After='Tue, 18 Mar 2031 15:00:00 GMT'),
    '/503-absurd': status(503, Retry_After='99999999999999999999'),
    '/503-negative': status(503, Retry_After='-5'),
    '/401': status(401, WWW_Authenticate='Basic realm="x"'),
    '/403': status(403),
    '/404': status(404),
    '/410': status(410),
    '/500': status(500),
    '/html': lambda x: x.answer(200, HTML_ERROR, Content_Type='text/html'),
    '/html-as-xml': lambda x: x.answer(200, HTML_ERROR),
    '/portal': to('{server}/html', 302),
    '/cookies': lambda x: x.raw(b'HTTP/1.1 200 OK\r\n' + b''.join(b'Set-Cookie: c%d=%s\r\n' % (i, b'v' * 50) for i in range(300)) +
                                b'Content-Length: %d\r\nConnection: close\r\n\r\n' % len(FEED) + FEED),
    '/no-type': lambda x: x.answer(200, FEED, Content_Type=None),
    '/wrong-type': lambda x: x.answer(200, FEED, Content_Type='image/png'),
    '/charset-lie': lambda x: x.answer(200, FEED, Content_Type='application/rss+xml; charset=utf-16'),
    '/charset-unknown': lambda x: x.answer(200, FEED, Content_Type='application/rss+xml; charset=klingon'),
    '/http09': lambda x: x.raw(FEED),
    '/garbage': lambda x: x.raw(b'\x00\xff\x13\x37 nothing like HTTP\r\n\r\n' + FEED),
    '/location-control': lambda x: x.raw(b'HTTP/1.1 302 X\r\nLocation: /fe\x01ed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
    '/location-tab': lambda x: x.raw(b'HTTP/1.1 302 X\r\nLocation: /fe\x7fed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
    '/location-space': lambda x: x.raw(b'HTTP/1.1 302 X\r\nLocation: /spa ced/\xc3\xa9\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
    '/spa%20ced/%c3%a9': lambda x: x.feed(),
    '/location-none': lambda x: x.raw(b'HTTP/1.1 302 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
    '/location-twice': lambda x: x.raw(b'HTTP/1.1 302 X\r\nLocation: /feed\r\nLocation: /gzip\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
    '/empty': lambda x: x.answer(200, b''),
    '/ttl': validated('"ttl"', body=rss(('t', 'http://harbour.example/t', 'Tides', TEXT), extra='<ttl>240</ttl>')),
}


def self_signed(directory, name, expired=False, tool='openssl'):
    """A TLS context with a fresh self-signed certificate for `name`, and the certificate's file. None without openssl."""
    import os, subprocess
    base = f'{directory}/{name}{"-expired" if expired else ""}'
    alt = f'IP:{name}' if name[0].isdigit() else f'DNS:{name}'
    with open(f'{base}.cnf', 'w') as f:
        f.write(f'[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN={name}\n[v3]\nsubjectAltName={alt}\nbasicConstraints=critical,CA:TRUE\n'
                f'[ca]\ndefault_ca=own\n[own]\ndatabase={base}.index\nnew_certs_dir={directory}\ndefault_md=sha256\npolicy=any\nrand_serial=yes\n'
                f'[any]\ncommonName=supplied\n')
    open(f'{base}.index', 'w').close()
    open(f'{base}.index.attr', 'w').close()
    dates = ('20200101000000Z', '20200201000000Z') if expired else ('20200101000000Z', '20991231000000Z')
    steps = [[tool, 'req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', f'{base}.key',
              '-out', f'{base}.csr', '-config', f'{base}.cnf'],
             [tool, 'ca', '-batch', '-selfsign', '-config', f'{base}.cnf', '-extensions', 'v3', '-in', f'{base}.csr', '-keyfile', f'{base}.key',
              '-startdate', dates[0], '-enddate', dates[1], '-out', f'{base}.crt', '-notext']]
    try:
        for step in steps:
            subprocess.run(step, capture_output=True, check=True, env={**os.environ, 'RANDFILE': f'{base}.rnd'})
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None, f'{base}.crt'
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f'{base}.crt', f'{base}.key')
    return context, f'{base}.crt'
