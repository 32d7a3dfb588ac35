#!/usr/bin/env python3
"""`nutgraf run` in bad days: the database locked, the disk full, nowhere to write, thousands of connections. usage: test_trouble.py
NUTGRAF. Prints TAP. Numbers in brackets are those of the list of hostile behaviours that the cases come from."""
import http.client, datetime, json, os, pathlib, resource, shutil, socket, sqlite3, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from serve_site import FeedServer, Site, configure, item, rss  # noqa: E402

from tap import check, finish

NUTGRAF, NOW = os.path.abspath(sys.argv[1]), '2031-03-18T12:00:00Z'
WHEN = datetime.datetime(2031, 3, 17, 9, tzinfo=datetime.timezone.utc)


def reports(first, last, length=1):
    return [item(f'r{i}', f'Matter {i} is before the board of Saltry', f'The harbour board of Saltry spoke of matter {i} on Monday. It voted {i} times. ' * length, WHEN)
            for i in range(first, last)]


def articles(directory):
    db = sqlite3.connect(f'file:{directory}/nutgraf.db?mode=ro', uri=True, timeout=20)
    try:
        return [i for i, in db.execute('SELECT id FROM articles')], db.execute('SELECT count(*) FROM placements').fetchone()[0], db.execute('PRAGMA integrity_check').fetchone()[0]
    finally:
        db.close()


def is_whole(directory, wanted):
    ids, placed, integrity = articles(directory)
    return len(ids) == len(set(ids)) == placed == wanted and integrity == 'ok'


def is_held(site, why):
    def held():
        a, metrics = site.ask('/health'), site.ask('/metrics').text
        health = json.loads(a.body)
        return a.code == 503 and health['status'] == 'nothing can be stored' and why in health['why'] and health['since'] and 'nutgraf_held_up 1\n' in metrics
    return site.wait_for(held, 20)


def locked(directory, server, site):
    other = sqlite3.connect(f'{directory}/nutgraf.db', isolation_level=None, timeout=20)
    other.execute('BEGIN IMMEDIATE')
    server.feeds['/f'] = rss('Harbour Times', *reports(0, 8))
    check(site.wait_for(lambda: 'locked by another program' in site.words() and 'tried again in' in site.words()), 'locked by another program: said so, with what comes next [124]')
    check(site.ask('/').code == 200 and 'Matter' in site.ask('/search?q=matter').text and site.process.poll() is None, 'the site shows what it has meanwhile')
    check(is_held(site, 'locked by another program'), '/health is 503 and says why; so does the metric')
    other.execute('ROLLBACK')
    other.close()
    check(site.wait_for(lambda: len(articles(directory)[0]) == 8 and articles(directory)[1] == 8, 60), 'and goes on by itself when the lock is gone')
    check(site.wait_for(lambda: site.ask('/health').code == 200, 20), '/health is 200 again')


def full(directory, server, site):
    room = max(os.path.getsize(p) for p in pathlib.Path(directory).glob('nutgraf.db*')) + 20000
    resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    server.feeds['/f'] = rss('Harbour Times', *reports(0, 308, 40))
    check(site.wait_for(lambda: 'full' in site.words()), 'no room left: said so [124]')
    check(site.ask('/').code == 200 and 'Matter' in site.ask('/search?q=matter').text and site.process.poll() is None, 'the site shows what it has meanwhile')
    check(is_held(site, 'full'), '/health is 503 and says why; so does the metric')
    check(articles(directory)[2] == 'ok', 'the database is whole')
    resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    check(site.wait_for(lambda: articles(directory)[:2][1] == 308, 90) and is_whole(directory, 308), f'with room again all comes in, each once')
    check(site.stop() == 0, 'and the end is in order')
    again = subprocess.run([NUTGRAF, 'run', '--once', '--now', '2031-03-18T13:00:00Z', str(pathlib.Path(directory, 'n.ini'))], capture_output=True, text=True)
    check(again.returncode == 0 and is_whole(directory, 308), f'a later start finds nothing to mend {again.stderr[-150:]}')


def read_only(directory, config):
    if os.getuid() != 0:
        print('# not tried: a read-only database, which needs another user to run as')
        return
    for p in pathlib.Path(directory).glob('nutgraf.db*'):
        p.chmod(0o444)
    program = shutil.copy(NUTGRAF, directory)  # another user may not be let into the build's folder
    os.chmod(directory, 0o555)
    run = subprocess.run([program, 'run', '--port', '0', str(config)], capture_output=True, text=True, cwd='/', user=65534, timeout=60)
    os.chmod(directory, 0o755)
    check(run.returncode == 1 and 'cannot be written' in run.stderr and 'check' in run.stderr, f'read-only: {run.stderr.strip()[:120]} [124]')
    for p in pathlib.Path(directory).glob('nutgraf.db*'):
        p.chmod(0o644)


def damaged(server):
    """The disk spoils the database while the site runs."""
    with tempfile.TemporaryDirectory() as directory:
        config = configure(directory, [server.url('/g')])
        server.feeds['/g'] = rss('Harbour Times', *reports(0, 300, 40))
        site = Site(NUTGRAF, config, now=NOW)
        site.wait_for(lambda: 'story pages written' in site.words(), 60)
        path = pathlib.Path(directory, 'nutgraf.db')
        db = sqlite3.connect(path, timeout=20)
        db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        db.close()
        whole = path.read_bytes()
        with open(path, 'r+b') as f:
            f.seek(8192)
            f.write(b'\x5a' * (len(whole) - 8192))
        try:
            code = site.ask('/search?q=board').code
        except (http.client.HTTPException, OSError) as why:  # its own round may have met the damage first: it ends then, as below
            code = why
        check(code in (200, 503) or not isinstance(code, int), f'a damaged database: the site goes on with what it has in hand ({code}) [124]')
        server.feeds['/g'] = rss('Harbour Times', *reports(300, 700, 40))
        try:
            code = site.process.wait(60)
        except subprocess.TimeoutExpired:
            code = site.stop(9)
        said = site.words().strip().splitlines()[-1]
        check(code == 1 and 'damaged' in said and '.recover' in said, f'it ends when it would write, and says what to do: {said[:160]} [124]')
        for p in pathlib.Path(directory).glob('nutgraf.db*'):
            p.unlink()
        path.write_bytes(whole)
        again = subprocess.run([NUTGRAF, 'run', '--once', '--now', '2031-03-18T16:00:00Z', str(config)], capture_output=True, text=True)
        check(again.returncode == 0 and is_whole(directory, 700), f'with the copy put back all is well {again.stderr[-200:]}')


def connect_many(port, most):
    idle = []
    try:
        while len(idle) < most:
            s = socket.socket()
            s.settimeout(5)
            s.connect(('127.0.0.1', port))
            s.send(b'GET / HTT')
            idle.append(s)
    except OSError:
        pass
    return idle


def timed(site, path='/'):
    began = time.monotonic()
    code = site.ask(path).code
    return code, time.monotonic() - began


def connections(directory, server):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    most = min(10000, (hard if hard > 0 else 1 << 20) - 500)
    site = Site(NUTGRAF, configure(directory, [server.url('/f')], serve=f'connections = {most + 200}\nidle = 60s\n'), '--no-fetch', now=NOW)
    timed(site)
    before, idle = site.resident(), connect_many(site.port, most)
    code, took = timed(site)
    grown = (site.resident() - before) >> 20
    check(code == 200 and len(idle) == most and took < 3, f'served beside {len(idle)} open connections ({took * 1000:.0f} ms) [117]')
    check(grown < 600, f'which cost {grown} MB')
    for s in idle:
        s.close()
    check(site.wait_for(lambda: timed(site)[0] == 200, 10) and site.stop() == 0, 'and when they are gone')
    site = Site(NUTGRAF, configure(directory, [server.url('/f')], serve='connections = 100\nidle = 2s\n'), '--no-fetch', now=NOW)
    idle = connect_many(site.port, 400)
    check(site.wait_for(lambda: answers(site), 20), f'beyond the limit, others wait until silent ones are closed ({len(idle)} opened) [117]')
    for s in idle:
        s.close()
    check(site.stop() == 0, 'and it ends in order')
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def answers(site):
    """Like site.ask, but being turned away is an answer, too, and nothing to tell."""
    try:
        s = socket.create_connection(('127.0.0.1', site.port), timeout=3)
        s.send(b'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
        return b' 200 ' in s.recv(100)
    except OSError:
        return False


def main():
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        server = FeedServer(feeds={'/f': rss('Harbour Times', *reports(0, 4))})
        config = configure(directory, [server.url('/f')])
        site = Site(NUTGRAF, config, now=NOW)
        check(site.wait_for(lambda: 'story pages written' in site.words()), 'the site is there')
        locked(directory, server, site)
        full(directory, server, site)
        read_only(directory, config)
        damaged(server)
        connections(directory, server)
        server.close()
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
