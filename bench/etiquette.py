#!/usr/bin/env python3
"""A day in the life of seven feeds, as their server saw it: every request that nutgraf made, with what it sent and what it got.

usage: bench/etiquette.py [NUTGRAF]

The day is simulated (--now), the requests are real. Each feed is a site of its own on loopback."""
import os, pathlib, subprocess, sys, tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'tests'))
from hostile_server import FEED, PAGE, TEXT, HostileServer, rss, status, validated  # noqa: E402

NUTGRAF = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else 'build/nutgraf')
HOURS = ['00:00', '00:10', '01:00', '03:00', '06:00', '12:00', '23:59']


def headlines(x):
    x.answer(200, rss(('p', x.server.url('/pier'), 'Pier to be rebuilt', '')))


SITES = {
    'with an ETag': {'/feed': validated('W/"7"')},
    'with Last-Modified': {'/feed': validated(None, 'Tue, 18 Mar 2031 10:00:00 GMT')},
    'moved for good': {'/feed': lambda x: x.redirect('/new', 301), '/new': validated('"n"')},
    'gone': {'/feed': status(410)},
    'overloaded': {'/feed': status(503, Retry_After='14400')},
    'with a ttl of 8 h': {'/feed': lambda x: x.answer(200, rss(('t', 'http://harbour.example/t', 'Tides', TEXT), extra='<ttl>480</ttl>'))},
    'without bodies': {'/feed': headlines, '/pier': lambda x: x.answer(200, PAGE, Content_Type='text/html'),
                       '/robots.txt': lambda x: x.answer(200, b'User-agent: *\nDisallow: /private\n', Content_Type='text/plain')},
}


def main():
    servers = {name: HostileServer(f'127.0.2.{i + 1}', routes) for i, (name, routes) in enumerate(SITES.items())}
    for server in servers.values():
        server.__enter__()
    with tempfile.TemporaryDirectory() as directory:
        config = pathlib.Path(directory, 'n.ini')
        config.write_text('[fetch]\ncontact = news@example.org\nallow = 127.0.2.0/24\n[feeds]\n' + ''.join(f'feed = {s.url("/feed")}\n' for s in servers.values()))
        for hour in HOURS:
            subprocess.run([NUTGRAF, 'fetch', '--once', '--quiet', '--now', f'2031-03-18T{hour}:00Z', str(config)], stderr=subprocess.DEVNULL)
            for name, server in servers.items():
                for request in sorted(server.seen, key=lambda r: r.at):
                    sent = {k: v for k, v in request.headers.items() if k in ('if-none-match', 'if-modified-since')}
                    print(f'{hour}  {name:20} GET {request.path:12} {" ".join(f"{k}: {v}" for k, v in sent.items())}')
                server.seen.clear()
    for server in servers.values():
        server.__exit__()


if __name__ == '__main__':
    main()
