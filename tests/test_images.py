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


PNG = b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(b'\0\x80')) + chunk(b'IEND', b'')
GOOD = {
    'png': (PNG, 'image/png'),
    'jpeg': (b'\xff\xd8\xff\xe0\0\x10JFIF\0' + b'x' * 40, 'image/jpeg'),
    'gif': (b'GIF89a\1\0\1\0\0\0\0;', 'image/gif'),
    'webp': (b'RIFF\x24\0\0\0WEBPVP8 ' + b'x' * 24, 'image/webp'),
    'avif': (b'\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf' + b'x' * 20, 'image/avif'),
    'avif-second': (b'\0\0\0\x18ftypmif1\0\0\0\0miafavif' + b'x' * 20, 'image/avif'),
}
BAD = {
    'svg': b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'html': b'<!doctype html><script>alert(1)</script>',
    'late-svg': b'\xef\xbb\xbf<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    'other-box': b'\0\0\0\x10ftypisom\0\0\0\0' + b'avif' * 8,
    'empty': b'',
    'short': b'\x89PN',
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
    story = re.search(r'href="(story/[^"]+)"', site.ask('/search?q=' + 'matter+webp').text)
    page = site.ask('/' + story.group(1)) if story else site.ask('/')
    img = re.search(r'<img ([^>]*)>', page.text)
    check(img and f'src="../image/{ids["webp"]}"' in img.group(1) and re.search(r'alt="[^"]+webp', img.group(1)) and 'width="' in img.group(1) and 'height="' in img.group(1),
          'a story page shows the image with alternative text and its place kept')
    check('Picture: <bdi>Ada &lt;b&gt; "Brook"</bdi>' in page.text.replace('&quot;', '"') and page.text.count('<img') == 1, 'with the credit, escaped')
    check('<img' in site.ask(f'/article/{ids["webp"]}').text and '<img' not in site.ask(f'/article/{ids["none"]}').text, 'so does the article, where it has one')
    check('aspect-ratio' in site.ask('/style.css').text and "img-src 'self'" in page.headers['content-security-policy'], 'from this site alone')


def bad_ones(site, inner, ids):
    for name in [*BAD, 'huge', 'endless', 'gone', 'to-private', 'private', 'to-file', 'loop', 'file']:
        a = site.ask(f'/image/{ids[name]}')
        check(a.code == 404 and a.headers['content-type'].startswith('text/html') and b'alert' not in a.body, f'not shown: {name} {a.code}')
    check(not inner.seen, 'nothing private was asked for, straight or by redirect')
    words = site.words()
    check('not a PNG' in words and 'image http' in words, 'the log says why')


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
               '/to-file': lambda x: x.redirect('file:///etc/passwd')}
    with tempfile.TemporaryDirectory() as directory, HostileServer('127.0.0.1', {'/png': lambda x: x.answer(200, PNG)}) as inner, \
            HostileServer('127.0.0.2', routes) as server:
        server.routes['/to-private'] = lambda x: x.redirect(inner.url('/png'))
        images = {n: server.url('/' + n) for n in [*GOOD, *BAD, 'huge', 'endless', 'slow', 'loop', 'moved', 'to-file', 'to-private', 'gone']}
        images |= {'private': inner.url('/png'), 'file': 'file:///etc/passwd'} | {f'silent-{i}': server.url(f'/silent?{i}') for i in range(80)}
        body = feed(images).replace(b'</channel>', b'<item><guid>none</guid><link>http://harbour.example/none</link><title>No picture of the rye</title>'
                                    b'<content:encoded>&lt;p&gt;A bakery in Thornby sold its last loaf of rye.&lt;/p&gt;</content:encoded></item></channel>')
        server.routes['/feed'] = lambda x: x.answer(200, body)
        off = Site(NUTGRAF, configure(directory, [server.url('/feed')]), now=NOW)
        off.wait_for(lambda: 'story pages written' in off.words())
        ids = ids_of(directory)
        story = re.search(r'href="(story/[^"]+)"', off.ask('/search?q=matter+webp').text)
        check('<img' not in off.ask('/' + story.group(1)).text and off.ask(f'/image/{ids["png"]}').code == 404 and not server.of('/png'), 'without the switch there are no images')
        off.stop()
        site = Site(NUTGRAF, configure(directory, [server.url('/feed')], serve='images = yes\n'), now=NOW)
        good_ones(site, server, ids)
        pages(site, ids)
        bad_ones(site, inner, ids)
        slow_ones(site, ids)
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
