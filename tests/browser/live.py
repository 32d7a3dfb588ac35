#!/usr/bin/env python3
"""Walks a running site (`nutgraf run` over a loopback feed server with the samples' feeds) in Chromium: see run.
usage: live.py NUTGRAF COMMAND...; the site's address is put behind COMMAND, its exit code is ours."""
import pathlib, subprocess, sys, tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
from serve_site import FeedServer, Site, configure  # noqa: E402

feeds = {'/' + p.name: p.read_bytes() for p in sorted((here.parent.parent / 'samples' / 'feeds').iterdir())}
server = FeedServer(feeds=feeds)
with tempfile.TemporaryDirectory() as top:
    config = configure(top, [server.url(path) for path in feeds])
    site = Site(sys.argv[1], config, now='2025-10-15T20:00:00Z')
    try:
        site.wait_for(lambda: site.ask('/index.html').text.count('<article>') >= 7, 60)
        code = subprocess.run([*sys.argv[2:], f'http://127.0.0.1:{site.port}']).returncode
    finally:
        site.stop()
        server.close()
sys.exit(code)
