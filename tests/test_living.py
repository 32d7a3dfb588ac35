#!/usr/bin/env python3
"""`nutgraf run` as a whole: fetching and editing each at their own pace, stop, reload, --once. usage: test_living.py NUTGRAF. Prints TAP."""
import datetime, os, pathlib, signal, sqlite3, subprocess, sys, tempfile, threading, time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from serve_site import FeedServer, Site, configure, item, rss  # noqa: E402

from tap import check, finish

NUTGRAF, NOW = os.path.abspath(sys.argv[1]), '2031-03-18T12:00:00Z'
WHEN = datetime.datetime(2031, 3, 17, 9, tzinfo=datetime.timezone.utc)


def reports(name, first, last):
    return [item(f'{name}{i}', f'Matter {name}{i} is before the board of Saltry', f'The harbour board of Saltry spoke of matter {name}{i} on Monday. It voted {i} times.', WHEN)
            for i in range(first, last)]


def counts(directory):
    db = sqlite3.connect(f'file:{directory}/nutgraf.db?mode=ro', uri=True, timeout=20)
    try:
        return tuple(db.execute(f'SELECT count(*) FROM {t}').fetchone()[0] for t in ('articles', 'placements', 'versions', 'revised'))
    finally:
        db.close()


class Slow:
    """A feed whose answer comes when the test says so."""

    def __init__(self, body):
        self.gate, self.asked, self.body = threading.Event(), threading.Event(), body

    def __call__(self):
        self.asked.set()
        self.gate.wait(90)
        return self.body


def found(site, what):
    return what in site.ask('/search?q=' + what.lower()).text and '<mark>' in site.ask('/search?q=' + what.lower()).text


def slow_round(directory, server):
    slow = Slow(rss('Slow Post', *reports('slow', 0, 3)))
    server.feeds.update({'/quick': rss('Harbour Times', *reports('quick', 0, 4)), '/slow': slow})
    config = configure(directory, [server.url('/quick'), server.url('/slow')], fetch='timeout = 100s\n')
    site = Site(NUTGRAF, config, now=NOW)
    slow.asked.wait(20)
    check(site.wait_for(lambda: found(site, 'quick2') and counts(directory)[2] > 0, 40), 'what came in is placed, written and found while another feed still keeps the round open')
    check(not slow.gate.is_set() and counts(directory)[0] == 4, 'with that feed not answered yet')
    server.feeds['/third'] = rss('Third Courier', *reports('third', 0, 2))
    config.write_text(config.read_text() + f'feed = {server.url("/third")}\n')
    site.process.send_signal(signal.SIGHUP)
    check(site.wait_for(lambda: 'configuration read again' in site.words(), 10), 'SIGHUP is heeded in the middle of a round')
    slow.gate.set()
    check(site.wait_for(lambda: found(site, 'slow1'), 40), 'the slow feed is taken in when it answers')
    check(site.wait_for(lambda: found(site, 'third1'), 40), 'and the new feed with the round after it')
    check(site.wait_for(lambda: counts(directory)[:2] == (9, 9), 20) and site.stop() == 0, f'all has its place {counts(directory)}')


def stop_amid(directory, server):
    slow = Slow(rss('Slow Post', *reports('slow', 0, 5)))
    server.feeds['/slow'] = slow
    site = Site(NUTGRAF, pathlib.Path(directory, 'n.ini'), now='2031-03-18T14:00:00Z')
    slow.asked.wait(20)
    began = time.monotonic()
    code = site.stop()
    took = time.monotonic() - began
    check(code == 0 and took < 8 and 'all is stored' in site.words(), f'SIGTERM ends it although a feed does not answer ({took:.1f} s)')
    slow.gate.set()
    run = subprocess.run([NUTGRAF, 'run', '--once', '--now', '2031-03-18T16:00:00Z', str(pathlib.Path(directory, 'n.ini'))], capture_output=True, text=True)
    check(run.returncode == 0 and counts(directory)[:2] == (11, 11), f'--once takes in what was missed, and ends {run.stderr[-200:]}')
    again = subprocess.run([NUTGRAF, 'run', '--once', '--now', '2031-03-18T18:00:00Z', str(pathlib.Path(directory, 'n.ini'))], capture_output=True, text=True)
    check(again.returncode == 0 and counts(directory)[:2] == (11, 11), 'once more changes nothing')


def overdue_first(server):
    asked = []
    with tempfile.TemporaryDirectory() as directory:
        for name in 'xyz':
            server.feeds['/' + name] = lambda name=name: asked.append(name) or rss(f'{name} Post', *reports(name, 0, 1))
        config = configure(directory, [server.url(f'/{n}') for n in 'xyz'], fetch='connections = 1\n')
        once = lambda now: subprocess.run([NUTGRAF, 'run', '--once', '--quiet', '--now', now, str(config)], capture_output=True)
        once('2031-03-18T12:00:00Z')
        db = sqlite3.connect(f'{directory}/nutgraf.db')
        for name, hour in (('x', 15), ('y', 14), ('z', 13)):
            db.execute('UPDATE feeds SET next_visit = ? WHERE url = ?', (int(WHEN.timestamp()) + hour * 3600, server.url('/' + name)))
        db.commit()
        db.close()
        once('2031-03-19T12:00:00Z')
        check(asked == list('xyz') + list('zyx'), f'the feed that is overdue the longest is asked first {asked}')


def busy(server):
    """Articles and new words for them come in all the time while pages are written and read: the two writers take turns."""
    state = {'n': 0}

    def feed(name):
        def serve():
            state['n'] += 1
            n = state['n']
            return rss(f'{name} Post', *[item(f'{name}-{i}', f'Matter {name}{i} is before the board of Saltry', f'The board of Saltry spoke of matter {i} {"again " * (n % 3)}on Monday.', WHEN)
                                         for i in range(min(60, n))])
        return serve
    with tempfile.TemporaryDirectory() as directory:
        for name in 'abcd':
            server.feeds['/' + name] = feed(name)
        site = Site(NUTGRAF, configure(directory, [server.url(f'/{n}') for n in 'abcd']), '--speed', '20', now=NOW)
        codes, end = [], time.monotonic() + 12
        while time.monotonic() < end:
            codes += [site.ask(p).code for p in ('/', '/search?q=matter', '/health', '/metrics', '/names.html')]
            if len(codes) == 100:
                site.process.send_signal(signal.SIGHUP)
        check(set(codes) == {200} and len(codes) > 20, 'pages are there all the while')
        check(site.stop() == 0, 'and the end is in order')
        subprocess.run([NUTGRAF, 'run', '--once', '--no-fetch', '--quiet', '--now', '2031-03-18T20:00:00Z', f'{directory}/n.ini'])
        db = sqlite3.connect(f'{directory}/nutgraf.db')
        behind = db.execute('SELECT count(*) FROM placements p JOIN articles a ON a.number = p.article WHERE p.revision < a.revision').fetchone()[0]
        total, revisions = db.execute('SELECT count(*), sum(revision) FROM articles').fetchone()
        check(revisions > total > 20 and not behind and counts(directory)[1] == total and counts(directory)[3] == 0, f'{total} articles in {revisions} revisions: the newest words of all are searched')
        check(db.execute("INSERT INTO words(words, rank) VALUES('integrity-check', 1)").rowcount is not None and db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok', 'the index agrees with them')
        check('ThreadSanitizer' not in site.words(), site.words()[-3000:] if 'ThreadSanitizer' in site.words() else 'no data race was seen (where the build looks for them)')
        db.close()


def main():
    server = FeedServer()
    with tempfile.TemporaryDirectory() as directory:
        slow_round(directory, server)
        stop_amid(directory, server)
    overdue_first(server)
    busy(server)
    server.close()
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
