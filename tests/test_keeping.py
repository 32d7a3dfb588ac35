#!/usr/bin/env python3
"""What goes out of a site and comes back in: export, import, backup, vacuum, digest by e-mail, webhook. Prints TAP."""
import datetime, email, email.policy, http.server, json, os, pathlib, socketserver, sqlite3, subprocess, sys, tempfile, threading

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from serve_site import FeedServer, Site, configure, item, rss  # noqa: E402

from tap import check, finish

NUTGRAF = os.path.abspath(sys.argv[1])


def nutgraf(*args, **kwargs):
    return subprocess.run([NUTGRAF, *map(str, args)], capture_output=True, text=True, timeout=120, **kwargs)


def at(day, hour=9):
    return datetime.datetime(2031, 3, day, hour, tzinfo=datetime.timezone.utc)


TEXTS = {
    'ferry': ('Ferry to Saltry cancelled after engine fire', 'The morning ferry to Saltry was cancelled on Monday after a fire in its engine room. Captain Ada Brook said nobody was hurt. '
              'The next boat leaves at noon.\n\nThe shipping line Brackwater will inspect both of its ferries.'),
    'mill': ('Old mill in Thornby to become a library', 'The council of Thornby decided to turn the old mill into a library. The work costs 900,000 crowns, councillor Otto Lind said.\n\n'
             'The mill has stood empty since 1998.'),
    'header': ('Bridge\r\nBcc: victim@example.org <script>alert(1)</script>', 'The bridge in Harrow is closed.\r\n.\r\nRSET\r\nThe county said it would open again in May after repairs to nine beams.'),
}


class Mail:
    """A mail server on loopback that keeps what it gets."""

    def __init__(self):
        self.messages, self.refuses, self.hold, outer = [], False, None, self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                say = lambda line: self.wfile.write(line.encode() + b'\r\n')
                say('220 here')
                to, sender = [], ''
                while line := self.rfile.readline():
                    verb = line[:4].upper()
                    if verb == b'DATA':
                        say('354 go')
                        data = b''
                        while (line := self.rfile.readline()) != b'.\r\n' and line:
                            data += line[1:] if line.startswith(b'..') else line
                        outer.messages.append((sender, to, data))
                        if outer.hold:  # taken, but not told
                            outer.hold.wait(60)
                    elif verb == b'MAIL':
                        sender = line.decode().strip()
                        if outer.refuses:
                            say('451 later')
                            continue
                    elif verb == b'RCPT':
                        to.append(line.decode().strip())
                    elif verb == b'QUIT':
                        say('221 bye')
                        return
                    say('250 ok')

        self.server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Hook:
    def __init__(self, code=204):
        self.notes, outer = [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer.notes.append((self.headers['Content-Type'], json.loads(self.rfile.read(int(self.headers['Content-Length'])))))
                self.send_response(code)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/hook'


def copies(directory):
    database = f'{directory}/nutgraf.db'
    out = nutgraf('export', database)
    lines = [json.loads(l) for l in out.stdout.splitlines()]
    check(out.returncode == 0 and len(lines) == 3 and all(l['id'] and l['text'] and l['published'] for l in lines), 'export prints every article')
    back = nutgraf('import', f'{directory}/other.db', '-', input=out.stdout)
    check(back.returncode == 0 and '3 new' in back.stdout, f'import takes them in: {back.stdout.strip()}')
    again = nutgraf('import', f'{directory}/other.db', '-', input=out.stdout)
    check('0 new, 0 changed, 3 known' in again.stdout, 'once')
    second = nutgraf('export', f'{directory}/other.db')
    strip = lambda text: [{k: v for k, v in json.loads(l).items() if k != 'feed'} for l in text.splitlines()]
    check(strip(second.stdout) == strip(out.stdout), 'and they come out as they went in')
    changed = out.stdout.replace('The next boat leaves at noon', 'The next boat leaves at one')
    check('1 changed' in nutgraf('import', f'{directory}/other.db', '-', input=changed).stdout, 'other words are a revision')
    bad = nutgraf('import', f'{directory}/other.db', '-', input='{"id": "x"}\nnonsense\n')
    check(bad.returncode == 1 and '-:1' in bad.stderr and '-:2' in bad.stderr, 'what cannot be read is said with its line')


def backup(directory, site):
    copy = f'{directory}/copy.db'
    done = nutgraf('backup', f'{directory}/nutgraf.db', copy)
    check(done.returncode == 0 and os.path.exists(copy), f'a backup beside the running site {done.stderr}')
    rows = lambda f: sqlite3.connect(f'file:{f}?mode=ro', uri=True).execute('SELECT count(*), sum(version) FROM versions').fetchone()
    check(rows(copy) == rows(f'{directory}/nutgraf.db') and rows(copy)[0] > 0, 'holds the versions of the pages')
    check(sqlite3.connect(copy).execute('PRAGMA integrity_check').fetchone()[0] == 'ok', 'and is whole')
    check(nutgraf('backup', f'{directory}/nutgraf.db', copy).returncode == 1, 'does not overwrite')
    check(nutgraf('backup', f'{directory}/none.db', f'{directory}/x.db').returncode == 1 and not os.path.exists(f'{directory}/x.db'), 'of nothing there is none')
    vacuum = nutgraf('vacuum', f'{directory}/nutgraf.db')
    check(vacuum.returncode == 1 and 'another nutgraf' in vacuum.stderr, 'vacuum waits for the site to be stopped')


def vacuum(directory):
    database = f'{directory}/nutgraf.db'
    tables = ('articles', 'revisions', 'placements', 'stories', 'versions')
    counts = lambda: [sqlite3.connect(f'file:{database}?mode=ro', uri=True).execute(f'SELECT count(*) FROM {t}').fetchone()[0] for t in tables]
    before = counts()
    kept = nutgraf('vacuum', '--keep', '60d', '--now', '2031-04-01T00:00:00Z', database)
    check(kept.returncode == 0 and '0 stories' in kept.stdout and counts() == before, f'what is young is kept {kept.stderr}')
    gone = nutgraf('vacuum', '--keep', '30d', '--now', '2031-04-03T00:00:00Z', database)
    check(gone.returncode == 0 and '1 stories' in gone.stdout and '1 articles' in gone.stdout, f'what is old is forgotten {gone.stdout} {gone.stderr}')
    check(counts() == [n - 1 for n in before], f'with its page and its article {before} {counts()}')
    db = sqlite3.connect(database)
    check(db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok', 'the database is whole')
    for table in ('words', 'story_words'):
        check(db.execute(f"INSERT INTO {table}({table}, rank) VALUES('integrity-check', 1)") is not None, f'and so is the search index {table}')
    db.rollback()
    db.close()
    check(nutgraf('vacuum', '--keep', '3d', database).returncode == 2, 'a keep of three days is misuse: feeds would bring it back')


def digest(directory, config, mail):
    printed = nutgraf('digest', '--print', '--now', '2031-03-18T12:00:00Z', config)
    message = email.message_from_string(printed.stdout, policy=email.policy.default)
    parts = {p.get_content_type(): p.get_content() for p in message.walk() if not p.is_multipart()}
    check(printed.returncode == 0 and set(parts) == {'text/plain', 'text/html'} and message['To'] == 'reader@example.org', 'a digest has a plain and an HTML part')
    check('Ferry to Saltry' in parts.get('text/plain', '') and 'Ferry to Saltry' in parts.get('text/html', ''), 'with the day\'s story')
    check('<script' not in parts.get('text/html', ''), 'scripts from feeds are text [121]')
    check(not message['Bcc'] and all(k in ('From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type') or k.startswith(('List-', 'Auto-', 'Content-')) for k in message.keys()),
          f'a headline cannot add a header [121] {message.keys()}')
    sent = nutgraf('digest', '--now', '2031-03-18T12:00:00Z', config)
    check(sent.returncode == 0 and len(mail.messages) == 1, f'sent {sent.stderr}')
    sender, to, data = mail.messages[0]
    check('<news@example.org>' in sender and len(to) == 1 and '<reader@example.org>' in to[0], f'to the one it is for: {sender} {to}')
    check(data.replace(b'\r\n', b'\n') == printed.stdout.encode().replace(b'\r\n', b'\n'), 'as it was printed; a lone full stop does not end it')
    mail.server.shutdown()
    mail.server.server_close()
    failed_send = nutgraf('digest', '--now', '2031-03-18T12:00:00Z', config)
    check(failed_send.returncode == 1 and 'not delivered' in failed_send.stderr, f'no server: {failed_send.stderr.strip()[:80]}')


def main():
    with tempfile.TemporaryDirectory() as directory:
        mail, hook, bad_hook = Mail(), Hook(), Hook(500)
        feeds = {'/a': rss('Harbour Times', item('ferry', *TEXTS['ferry'], at(18)), item('header', *TEXTS['header'], at(18, 10))), '/b': rss('Courier', item('mill', *TEXTS['mill'], at(3)))}
        server = FeedServer(feeds=feeds)
        serve = f'webhook = {hook.url}\naddress = https://news.example\n[digest]\nserver = smtp://127.0.0.1:{mail.port}\nfrom = news@example.org\nto = reader@example.org\n'
        config = configure(directory, [server.url(p) for p in feeds], serve=serve)
        site = Site(NUTGRAF, config, now='2031-03-18T12:00:00Z')
        check(site.wait_for(lambda: hook.notes), 'the webhook is told')
        kind, note = hook.notes[0] if hook.notes else ('', {'stories': []})
        check(kind == 'application/json' and len(note['stories']) == 3 and all(s['version'] == 1 and s['headline'] for s in note['stories']), 'of every new story')
        check(site.ask('/feeds.opml').text.count('https://news.example/') >= 3, 'the lists as OPML')
        backup(directory, site)
        check(site.stop() == 0, 'stopped')
        copies(directory)
        digest(directory, config, mail)
        feeds['/a'] = rss('Harbour Times', item('new', 'Tram to Harrow runs again', 'The tram to Harrow runs again since Tuesday, the company said. A cable had broken in the tunnel near the mill.', at(19)))
        server.feeds.update(feeds)
        quiet = configure(directory, [server.url(p) for p in feeds], serve=f'webhook = {bad_hook.url}\n', name='bad.ini')
        once = nutgraf('run', '--once', '--now', '2031-03-19T12:00:00Z', quiet)
        check(len(bad_hook.notes) == 1 and '500' in once.stderr and once.returncode == 0, 'a webhook that fails is told of, and does no harm')
        vacuum(directory)
        server.close()
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
