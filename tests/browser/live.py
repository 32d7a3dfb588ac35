#!/usr/bin/env python3
"""Walks a running site (`nutgraf run` over a loopback feed server with the samples' feeds) in Chromium: see run.
usage: live.py NUTGRAF COMMAND...; the site's address is put behind COMMAND, its exit code is ours."""
import datetime, pathlib, struct, subprocess, sys, tempfile, zlib

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
from serve_site import FeedServer, Site, configure, rss  # noqa: E402

feeds = {'/' + p.name: p.read_bytes() for p in sorted((here.parent.parent / 'samples' / 'feeds').iterdir())}
server = FeedServer(feeds=feeds)


def picture(width, height):
    rows = b''.join(b'\0' + bytes(c for x in range(width) for c in (60 + 120 * x // width, 90 + 100 * y // height, 150)) for y in range(height))
    chunk = lambda kind, data: struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


# One story has a picture, which the site fetches for its readers.
pictured = (f'<item><guid>light</guid><link>http://lantern.example/light</link><title>Lighthouse of Merrick Point is lit again</title><pubDate>Wed, 15 Oct 2025 18:00:00 +0000</pubDate>'
            f'<media:content url="{server.url("/light.png")}" medium="image"><media:credit>Tamsin Rooke</media:credit></media:content>'
            '<content:encoded>&lt;p&gt;The lighthouse of Merrick Point was lit on Wednesday for the first time since 1987, the harbour office said.&lt;/p&gt;'
            '&lt;p&gt;Keeper Ida Fenn climbed its 142 steps. The new lamp uses a tenth of the power.&lt;/p&gt;</content:encoded></item>')
server.feeds['/light'] = rss('Merrick Post', pictured).replace(b'<rss ', b'<rss xmlns:media="http://search.yahoo.com/mrss/" ', 1)
server.feeds['/light.png'] = picture(640, 400)
with tempfile.TemporaryDirectory() as top:
    config = configure(top, [server.url(path) for path in [*feeds, '/light']], serve='images = yes\n')
    site = Site(sys.argv[1], config, now='2025-10-15T20:00:00Z')
    try:
        site.wait_for(lambda: site.ask('/index.html').text.count('<article>') >= 7, 60)
        code = subprocess.run([*sys.argv[2:], f'http://127.0.0.1:{site.port}']).returncode
    finally:
        site.stop()
        server.close()
sys.exit(code)
