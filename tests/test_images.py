#!/usr/bin/env python3
"""Images of articles through `nutgraf run`: shown where they are switched on, and fetched so that no server of an image can harm
reader or site. usage: test_images.py NUTGRAF. Prints TAP."""
import concurrent.futures, http.client, os, pathlib, re, sqlite3, struct, sys, tempfile, time, zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from hostile_server import HostileServer, endless_body, silent  # noqa: E402
from serve_site import Site, configure  # noqa: E402

from tap import check, finish

NUTGRAF, NOW = os.path.abspath(sys.argv[1]), '2031-03-18T12:00:00Z'


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(width, height):
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(b'\0\x80')) + chunk(b'IEND', b'')


def jpeg(width, height, kind=0xc0):
    return b'\xff\xd8\xff\xe0\0\x10JFIF\0' + b'x' * 9 + b'\xff\xff' + bytes([kind]) + b'\0\x11\x08' + struct.pack('>HH', height, width) + b'x' * 40


def webp_extended(width, height):
    return b'RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0' + struct.pack('<I', width - 1)[:3] + struct.pack('<I', height - 1)[:3] + b'x' * 12


def box(kind, *parts):
    return struct.pack('>I', 8 + sum(map(len, parts))) + kind + b''.join(parts)


def avif(width, height, ftyp=b'\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf'):
    sizes = [box(b'ispe', struct.pack('>III', 0, w, h)) for w, h in ((64, 64), (width, height))]
    return ftyp + box(b'meta', b'\0\0\0\0', box(b'hdlr', b'x' * 20), box(b'iprp', box(b'ipco', *sizes)))


PNG = png(1, 1)
GOOD = {
    'png': (PNG, 'image/png'),
    'jpeg': (jpeg(640, 480), 'image/jpeg'),
    'jpeg-progressive': (jpeg(640, 480, 0xc2), 'image/jpeg'),
    'gif': (b'GIF89a\1\0\1\0\0\0\0;', 'image/gif'),
    'webp': (b'RIFF\x24\0\0\0WEBPVP8 \x10\0\0\0\x30\1\0\x9d\1\x2a' + struct.pack('<HH', 640, 480) + b'x' * 12, 'image/webp'),
    'webp-lossless': (b'RIFF\x24\0\0\0WEBPVP8L\x10\0\0\0\x2f' + struct.pack('<I', 639 | 479 << 14) + b'x' * 12, 'image/webp'),
    'webp-extended': (webp_extended(640, 480), 'image/webp'),
    'avif': (avif(640, 480), 'image/avif'),
    'avif-second': (avif(640, 480, b'\0\0\0\x18ftypmif1\0\0\0\0miafavif'), 'image/avif'),
    'full-size': (png(8000, 5000), 'image/png'),
}
BAD = {
    'svg': b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'html': b'<!doctype html><script>alert(1)</script>',
    'late-svg': b'\xef\xbb\xbf<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    'other-box': b'\0\0\0\x10ftypisom\0\0\0\0' + b'avif' * 8,
    'empty': b'',
    'short': b'\x89PN',
    'bomb-png': png(30000, 30000),
    'bomb-long': png(100000, 1),
    'bomb-jpeg': jpeg(60000, 60000),
    'bomb-gif': b'GIF89a\xff\xff\xff\xff\0\0\0;',
    'bomb-webp': webp_extended(16000000, 16000000),
    'bomb-avif': avif(50000, 50000),
    'no-size-png': png(0, 10),
    'no-size-jpeg': b'\xff\xd8\xff\xe0\0\x10JFIF\0' + b'x' * 40,
    'no-size-avif': b'\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf' + b'x' * 20,
}


def slow(x):
    x.raw(b'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n')
    for i in range(400):
        if not x.raw(PNG[i % len(PNG):][:1] * 20):
            return
        time.sleep(0.1)


def feed(images):
    items = ''.join(f'<item><guid>{name}</guid><link>http://harbour.example/{name}</link><title>The board met about matter {name}</title>'
                    f'<media:content url="{url}" medium="image"><media:credit>Ada &lt;b&gt; "Brook"</media:credit></media:content>'
                    f'<content:encoded>&lt;p&gt;The harbour board of {name} met on Monday and voted for the {name} plan. Chair Lena Okafor spoke of {name}.&lt;/p&gt;</content:encoded></item>'
                    for name, url in images.items())
    return ('<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">'
            f'<channel><title>Harbour Times</title><link>http://harbour.example/</link>{items}</channel></rss>').encode()


def ids_of(directory):
    db = sqlite3.connect(f'file:{directory}/nutgraf.db?mode=ro', uri=True)
    ids = {url.rsplit('/', 1)[1]: i for i, url in db.execute('SELECT id, url FROM articles')}
    db.close()
    return ids


def good_ones(site, server, ids):
    for name, (body, kind) in GOOD.items():
        a = site.ask(f'/image/{ids[name]}')
        check(a.code == 200 and a.body == body and a.headers.get('content-type') == kind, f'{name} is shown as {kind}, whatever its server calls it: {a.code}')
    a = site.ask(f'/image/{ids["png"]}')
    check(a.headers.get('x-content-type-options') == 'nosniff' and "default-src 'none'" in a.headers.get('content-security-policy', '') and
          'max-age' in a.headers.get('cache-control', ''), 'with nosniff, the policy and a time to be kept')
    check(site.ask(f'/image/{ids["png"]}', headers={'If-None-Match': a.headers['etag']}).code == 304, 'and is not sent again')
    check(len(server.of('/png')) == 1, 'its server was asked once')
    check(not any('referer' in r.headers or 'cookie' in r.headers for r in server.seen), 'and told of nobody')
    check(site.ask(f'/image/{ids["moved"]}').body == PNG, 'a redirect is followed')
    for path in ('/image/nothing', f'/image/{ids["none"]}', f'/image/{ids["png"]}/x', '/image/http://127.0.0.2/png', '/image/?url=http://127.0.0.2/png'):
        check(site.ask(path).code == 404, f'404: {path[:50]}')
    check(site.ask(f'/image/{ids["png"]}?url={server.url("/svg")}').body == PNG and not server.of('/svg'), 'no parameter changes what is fetched')


def pages(site, ids):
    story = re.search(r'href="(story/[^"]+)"', site.ask('/search?q=' + 'matter+gif').text)
    page = site.ask('/' + story.group(1)) if story else site.ask('/')
    img = re.search(r'<img ([^>]*)>', page.text)
    shown = [n for n in ids if img and f'src="../image/{ids[n]}"' in img.group(1)]
    check(shown and re.search(rf'alt="[^"]+{shown[0]}', img.group(1)) and 'width="' in img.group(1) and 'height="' in img.group(1),
          'a story page shows the image with alternative text and its place kept')
    check('Picture: <bdi>Ada &lt;b&gt; "Brook"</bdi>' in page.text.replace('&quot;', '"') and page.text.count('<img') == 1, 'with the credit, escaped')
    check('<img' in site.ask(f'/article/{ids["gif"]}').text and '<img' not in site.ask(f'/article/{ids["none"]}').text, 'so does the article, where it has one')
    check('aspect-ratio' in site.ask('/style.css').text and "img-src 'self'" in page.headers['content-security-policy'], 'from this site alone')


def bad_ones(site, inner, ids):
    for name in [*BAD, 'huge', 'endless', 'gone', 'to-private', 'private', 'to-file', 'loop', 'file']:
        a = site.ask(f'/image/{ids[name]}')
        check(a.code == 404 and a.headers['content-type'].startswith('text/html') and b'alert' not in a.body, f'not shown: {name} {a.code}')
    check(not inner.seen, 'nothing private was asked for, straight or by redirect')
    words = site.words()
    check('not a PNG' in words and 'image http' in words, 'the log says why')


def robots(site, server, other, ids):
    for name in ('forbidden', 'to-forbidden', 'closed'):
        check(site.ask(f'/image/{ids[name]}').code == 404, f"not shown: {name}")
    check(not server.of('/forbidden') and not other.of('/picture'), 'what robots.txt forbids, or a site that cannot say, is not asked for, by redirect neither')
    check(len(server.of('/robots.txt')) == 1 and len(other.of('/robots.txt')) == 1, 'each site is asked once what it allows')
    check("robots.txt forbids it" in site.words(), 'the log says so')
    metrics = dict(re.findall(r'^nutgraf_(images_\w+) (\S+)$', site.ask('/metrics').text, re.M))
    check(float(metrics['images_fetched_total']) == len(GOOD) + 1 and float(metrics['images_failed_total']) > len(BAD) and float(metrics['images_bytes']) > 500, f'counted {metrics}')


def code_of(site, path):
    """None where the connection is closed without an answer."""
    connection = http.client.HTTPConnection('127.0.0.1', site.port, timeout=60)
    try:
        connection.request('GET', path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def slow_ones(site, ids):
    with concurrent.futures.ThreadPoolExecutor(100) as pool:
        began = time.monotonic()
        waiting = [pool.submit(code_of, site, f'/image/{ids["slow"]}') for _ in range(12)]
        many = [pool.submit(code_of, site, f'/image/{ids[f"silent-{i}"]}') for i in range(80)]
        time.sleep(1)
        at = time.monotonic()
        front = site.ask('/')
        check(front.code == 200 and time.monotonic() - at < 2, f'a page is answered while images are slow ({(time.monotonic() - at) * 1000:.0f} ms)')
        codes = [w.result() for w in waiting]
        check(codes == [404] * 12 and time.monotonic() - began < 60, f'a slow one is given up, for all who wait ({time.monotonic() - began:.0f} s)')
        check(any(m.done() and m.result() == 503 for m in many), 'more than may wait at once are told to come back')
        at = time.monotonic()
        check(site.stop() == 0 and time.monotonic() - at < 5, f'SIGTERM ends it while some wait ({time.monotonic() - at:.1f} s)')
        concurrent.futures.wait(many)
        check(not any(m.result() == 200 for m in many), 'none of those is shown')


def main():
    routes = {f'/{n}': (lambda b: lambda x: x.answer(200, b, Content_Type='text/html'))(body) for n, (body, _) in GOOD.items()}
    routes |= {f'/{n}': (lambda b: lambda x: x.answer(200, b, Content_Type='image/png'))(body) for n, body in BAD.items()}
    routes |= {'/huge': lambda x: x.answer(200, PNG + b'x' * (3 << 20), Content_Type='image/png'), '/endless': endless_body, '/slow': slow, '/silent': silent,
               '/loop': lambda x: x.redirect(x.server.url('/loop')), '/moved': lambda x: x.redirect(x.server.url('/png2')), '/png2': lambda x: x.answer(200, PNG),
               '/robots.txt': lambda x: x.answer(200, b'User-agent: *\nDisallow: /forbidden\n'), '/forbidden': lambda x: x.answer(200, PNG),
               '/to-forbidden': lambda x: x.redirect(x.server.url('/forbidden')), '/to-file': lambda x: x.redirect('file:///etc/passwd')}
    with tempfile.TemporaryDirectory() as directory, HostileServer('127.0.0.1', {'/png': lambda x: x.answer(200, PNG)}) as inner, \
            HostileServer('127.0.0.3', {'/robots.txt': lambda x: x.answer(503, b''), '/picture': lambda x: x.answer(200, PNG)}) as other, HostileServer('127.0.0.2', routes) as server:
        server.routes['/to-private'] = lambda x: x.redirect(inner.url('/png'))
        images = {n: server.url('/' + n) for n in [*GOOD, *BAD, 'huge', 'endless', 'slow', 'loop', 'moved', 'to-file', 'to-private', 'gone', 'forbidden', 'to-forbidden']}
        images |= {'closed': other.url('/picture'), 'private': inner.url('/png'), 'file': 'file:///etc/passwd'} | {f'silent-{i}': server.url(f'/silent?{i}') for i in range(80)}
        body = feed(images).replace(b'</channel>', b'<item><guid>none</guid><link>http://harbour.example/none</link><title>No picture of the rye</title>'
                                    b'<content:encoded>&lt;p&gt;A bakery in Thornby sold its last loaf of rye.&lt;/p&gt;</content:encoded></item></channel>')
        server.routes['/feed'] = lambda x: x.answer(200, body)
        off = Site(NUTGRAF, configure(directory, [server.url('/feed')]), now=NOW)
        off.wait_for(lambda: 'story pages written' in off.words())
        ids = ids_of(directory)
        story = re.search(r'href="(story/[^"]+)"', off.ask('/search?q=matter+gif').text)
        check('<img' not in off.ask('/' + story.group(1)).text and off.ask(f'/image/{ids["png"]}').code == 404 and not server.of('/png'), 'without the switch there are no images')
        off.stop()
        site = Site(NUTGRAF, configure(directory, [server.url('/feed')], fetch='allow = 127.0.0.3\n', serve='images = yes\n'), now=NOW)
        good_ones(site, server, ids)
        pages(site, ids)
        bad_ones(site, inner, ids)
        robots(site, server, other, ids)
        slow_ones(site, ids)
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
