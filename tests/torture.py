#!/usr/bin/env python3
"""kill -9 in the middle of fetching, again and again: no acknowledged article may be lost, none may be there twice.

usage: tests/torture.py NUTGRAF [ROUNDS]        (make torture: 1,000 rounds; the suite: a few)

Each round the server has three new entries in each of twelve feeds, and the program is killed after a random time. Then:
  - every article that the program's log ever told of is in the database, once;
  - a feed whose stored validator is that of some document has all entries of that document (else a 304 would lose them);
  - the database is whole.
At the end one undisturbed run must bring in all that the server offers. Prints TAP; the seed is printed and may be given as
TORTURE_SEED."""
import json, os, pathlib, random, signal, sqlite3, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from hostile_server import TEXT, HostileServer, rss  # noqa: E402

FEEDS, FRESH, WINDOW = 12, 3, 60
NUTGRAF = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else int(os.environ.get('ROUNDS', '15'))


class Offer:
    """What the server has: feed f in round r holds its newest WINDOW entries, and its ETag names the round."""

    def __init__(self):
        self.round = 0

    def links(self, feed, number):
        newest = (number + 1) * FRESH
        return [f'http://harbour.example/{feed}/{i}' for i in range(newest - 1, max(-1, newest - 1 - WINDOW), -1)]

    def route(self, feed):
        def answer(x):
            tag = f'"{self.round}"'
            if x.request.headers.get('if-none-match') == tag:
                return x.raw(b'HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n')
            items = [(link, link, 'Report ' + link.rsplit('/', 1)[1], TEXT + link) for link in self.links(feed, self.round)]
            return x.answer(200, rss(*items), ETag=tag)
        return answer


def run_killed(config, log, after):
    process = subprocess.Popen([NUTGRAF, 'fetch', '--once', '--all', '--quiet', '--log', str(log), str(config)], stderr=subprocess.PIPE)
    try:
        return False, process.wait(after), process.stderr.read().decode()
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True, -9, ''


def acknowledged(log, known):
    """Ids in the log; a last line that the kill cut short tells nothing."""
    for line in log.read_text().splitlines() if log.exists() else []:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if event['event'] == 'article':
            known.add(event['id'])


def inspect(path, offer, server, told):
    """What is wrong with the database, as words; nothing when all is well."""
    wrong = []
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    if not db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'feeds'").fetchone()[0]:
        return ['acknowledged, but no table'] if told else []
    rows = db.execute('SELECT id, url, revision FROM articles').fetchall()
    ids, urls = {r[0] for r in rows}, {r[1] for r in rows}
    if told - ids:
        wrong.append(f'{len(told - ids)} acknowledged articles are lost')
    if len(urls) != len(rows):
        wrong.append(f'{len(rows) - len(urls)} articles are there twice')
    if db.execute('SELECT count(*) FROM revisions').fetchone()[0] != len(rows):
        wrong.append('articles and revisions do not match')
    for feed in range(FEEDS):
        row = db.execute('SELECT etag FROM feeds WHERE url = ?', (server.url(f'/{feed}'),)).fetchone()
        if row and row[0] and not set(offer.links(feed, int(row[0].strip('"')))) <= urls:
            wrong.append(f'feed {feed} has a validator for entries that are not stored')
    if db.execute('PRAGMA quick_check').fetchone()[0] != 'ok':
        wrong.append('the database is damaged')
    db.close()
    return wrong


def main():
    seed = int(os.environ.get('TORTURE_SEED', '7'))
    dice, offer, told = random.Random(seed), Offer(), set()
    print(f'# seed {seed}, {ROUNDS} rounds')
    with tempfile.TemporaryDirectory() as directory:
        with HostileServer('127.0.0.2', {f'/{f}': offer.route(f) for f in range(FEEDS)}) as server:
            config, log, database = (pathlib.Path(directory, name) for name in ('n.ini', 'log', 'nutgraf.db'))
            config.write_text('[fetch]\ncontact = tests@example.org\nallow = 127.0.0.2\nhost_delay = 0ms\nconnections_per_host = 8\n[feeds]\n' +
                              ''.join(f'feed = {server.url(f"/{f}")}\n' for f in range(FEEDS)))
            for offer.round in (0, 1):
                log.unlink(missing_ok=True)
                began = time.monotonic()
                calm = run_killed(config, log, 60)
                whole = time.monotonic() - began  # of the second run: the first also makes the database
                acknowledged(log, told)
            wrong, killed, midway, broken = inspect(database, offer, server, told), 0, 0, 0
            print(f"{'ok' if calm[1] == 0 and not wrong else 'not ok'} 1 - a run that nobody disturbs ({whole * 1000:.0f} ms) {calm[2]} {wrong}")
            for offer.round in range(2, ROUNDS + 2):
                log.unlink(missing_ok=True)
                was_killed, code, err = run_killed(config, log, dice.uniform(0, whole * 2))
                killed += was_killed
                before = len(told)
                acknowledged(log, told)
                midway += was_killed and len(told) > before
                wrong = inspect(database, offer, server, told)
                if code not in (0, -9):
                    wrong.append(f'exit code {code}: {err}')
                broken += bool(wrong)
                for words in wrong:
                    print(f'# round {offer.round}: {words}')
            print(f"{'not ok' if broken else 'ok'} 2 - {ROUNDS} rounds, {killed} of them killed: nothing acknowledged lost, nothing twice "
                  f'({len(told)} acknowledged)')
            few = not midway and ROUNDS < 100  # when a kill hits is chance: a short run may miss, a long one may not
            print(f"{'ok' if midway or few else 'not ok'} 3 - {midway} of the kills hit between the first and the last article of a round"
                  f"{' # SKIP too few rounds' if few else ''}")
            log.unlink(missing_ok=True)
            calm = run_killed(config, log, 60)
            acknowledged(log, told)
            wrong = inspect(database, offer, server, told)
            db = sqlite3.connect(f'file:{database}?mode=ro', uri=True)
            urls = {u for u, in db.execute('SELECT url FROM articles')}
            missing = sum(len(set(offer.links(f, offer.round)) - urls) for f in range(FEEDS))
            good = calm[1] == 0 and not wrong and not missing
            print(f"{'ok' if good else 'not ok'} 4 - then a calm run brings in all that is offered ({len(urls)} articles, {missing} missing) {wrong}")
    print('1..4')
    return broken or not good


if __name__ == '__main__':
    raise SystemExit(bool(main()))
