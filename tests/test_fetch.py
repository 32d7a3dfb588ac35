#!/usr/bin/env python3
"""nutgraf fetch against a hostile server on loopback: what it survives, what it says, how politely it asks. Prints TAP.

Numbers in brackets are those of the list of hostile behaviours that the cases come from. No packet leaves loopback: addresses
that must be refused are other loopback addresses here; the public and private ones are tested at the guard
(tests/unit/test_fetch.c)."""
import json, os, pathlib, re, resource, shutil, sqlite3, subprocess, sys, tempfile, threading, time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from hostile_server import FEED, HTML_ERROR, PAGE, ROUTES, TEXT, HostileServer, rss, self_signed, status  # noqa: E402

from tap import check, finish

NUTGRAF = os.path.abspath(sys.argv[1])


class Run:
    """One run of the program: exit code, standard error, the events of its log."""

    def __init__(self, directory, *args, now='2031-03-18T12:00:00Z', command='fetch', **kwargs):
        self.log = pathlib.Path(directory, f'log-{time.monotonic_ns()}')
        extra = ['--once', '--now', now, '--log', str(self.log)] if command == 'fetch' else []
        self.took = time.monotonic()
        done = subprocess.run([NUTGRAF, command, *extra, *map(str, args)], capture_output=True, text=True, errors='replace', cwd=directory,
                              timeout=120, env={**os.environ, 'http_proxy': 'http://127.0.0.9:1/', 'ALL_PROXY': 'http://127.0.0.9:1/'}, **kwargs)
        self.took = time.monotonic() - self.took
        self.code, self.err, self.out = done.returncode, done.stderr, done.stdout
        self.events = [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def of(self, *kinds):
        return [e for e in self.events if e['event'] in kinds]

    def feed(self, url):
        """The last word on a feed: (result, why)."""
        hits = [e for e in self.of('updated', 'unchanged', 'failed', 'gone') if e['url'] == url]
        return (hits[-1]['event'], hits[-1].get('why', '')) if hits else ('not asked', '')


def configure(directory, feeds, allow='127.0.0.2', name='n.ini', **keys):
    settings = {'contact': 'tests@example.org', 'host_delay': '0ms', 'connections_per_host': '16', 'timeout': '8s', 'slow_time': '3s',
                'slow_bytes': '100', 'feed_bytes': '1M', 'page_bytes': '1M', **keys}
    path = pathlib.Path(directory, name)
    path.write_text('[fetch]\n' + ''.join(f'{k} = {v}\n' for k, v in settings.items()) + ''.join(f'allow = {a}\n' for a in allow.split()) +
                    '[feeds]\n' + ''.join(f'feed = {f}\n' for f in feeds))
    return path


def database(directory):
    return sqlite3.connect(f'file:{directory}/nutgraf.db?mode=ro', uri=True)


WELL, ILL = ('updated', 'unchanged'), ('failed',)
OUTCOMES = [
    ('/feed', WELL, ''), ('/endless-body', ILL, 'more than 1048576 bytes'), ('/endless-headers', ILL, 'bytes of headers'),
    ('/slow', ILL, 'too slow'), ('/silent', ILL, 'too slow'), ('/reset', ILL, 'in the middle of the answer'),
    ('/length-long', ILL, 'in the middle of the answer'), ('/length-negative', ILL, 'Invalid Content-Length'),
    ('/length-twice', ILL, 'contradict'), ('/chunk-huge', ILL, 'chunked'), ('/chunk-bad', ILL, 'chunked'), ('/chunk-good', WELL, ''),
    ('/gzip', WELL, ''), ('/gzip-bomb', ILL, 'decompressed'), ('/gzip-twice', WELL, ''), ('/gzip-lie', ILL, 'cannot be unpacked'),
    ('/loop', ILL, 'redirects'), ('/chain', ILL, 'redirects'), ('/to-file', ILL, 'only http and https'),
    ('/to-gopher', ILL, 'only http and https'), ('/to-loopback', ILL, '127.0.0.1 (loopback'), ('/to-mapped', ILL, 'IPv4-mapped'),
    ('/to-hex', ILL, 'unusual form'), ('/to-decimal', ILL, 'unusual form'), ('/to-six', ILL, '::1 (loopback'),
    ('/moved-301', WELL, ''), ('/moved-308', WELL, ''), ('/moved-302', WELL, ''), ('/moved-307', WELL, ''), ('/moved-mixed', WELL, ''),
    ('/moved-to-html', ILL, 'HTML page'), ('/304', ILL, '304'), ('/429', ILL, '429'), ('/503', ILL, '503'), ('/503-date', ILL, '503'),
    ('/503-absurd', ILL, '503'), ('/503-negative', ILL, '503'), ('/401', ILL, '401'), ('/403', ILL, '403'), ('/404', ILL, '404'),
    ('/410', ('gone',), '410'), ('/500', ILL, '500'), ('/html', ILL, 'HTML page'), ('/html-as-xml', ILL, 'HTML page'),
    ('/portal', ILL, 'HTML page'), ('/cookies', WELL, ''), ('/no-type', WELL, ''), ('/wrong-type', WELL, ''),
    ('/charset-lie', WELL, ''), ('/charset-unknown', WELL, ''), ('/http09', ILL, 'HTTP/0.9'), ('/garbage', ILL, 'not HTTP'),
    ('/location-control', ILL, 'control character'), ('/location-tab', ILL, 'control character'), ('/location-space', WELL, ''),
    ('/location-none', ILL, 'does not say where'), ('/location-twice', ILL, 'contradict'), ('/empty', ILL, 'empty'),
    ('/etag-strong', WELL, ''), ('/etag-weak', WELL, ''), ('/etag-bare', WELL, ''), ('/modified', WELL, ''),
    ('/modified-future', WELL, ''), ('/ttl', WELL, ''),
]
CUT = ['/length-short', '/gzip-cut']  # what arrives is a truncated feed: read as far as it goes, and said so


def hostile_answers(directory, server):
    """One round over every behaviour (1-47), then later rounds: what was remembered, what is asked again and when."""
    urls = {path: server.url(path) for path, *_ in OUTCOMES}
    config = configure(directory, [*urls.values(), *map(server.url, CUT), 'ftp://127.0.0.2/feed'])
    run = Run(directory, config)
    check(run.code == 1, 'a round with failures ends with 1')
    check(run.took < 60, f'hostile servers cost bounded time ({run.took:.1f} s)')
    for path, results, why in OUTCOMES:
        got = run.feed(urls[path])
        check(got[0] in results and why in got[1], f'{path}: {got[0]} {got[1]}')
    for path in CUT:
        notes = [e['why'] for e in run.of('note', 'failed') if e['url'] == server.url(path)]
        check(bool(notes), f'{path}: said to be ill-formed: {notes[:1]}')
    check(any('ftp' in e['url'] and 'only http and https' in e['why'] and 'n.ini:' in e['why'] for e in run.of('failed')),
          'a feed that is not http is refused with its line in the configuration')
    check(all('nutgraf: ' + e['url'] in run.err for e in run.of('failed')), 'the summary names every feed that failed')
    check(all(r.headers.get('user-agent', '').startswith('nutgraf/') and 'tests@example.org' in r.headers['user-agent'] for r in server.seen),
          'every request names the program and the contact')
    check(not any('cookie' in r.headers or 'referer' in r.headers for r in server.seen), 'no cookie and no referer is ever sent [39]')
    check(all('gzip' in r.headers.get('accept-encoding', '') for r in server.seen), 'compression is asked for')
    articles = database(directory).execute('SELECT count(*), count(DISTINCT id) FROM articles').fetchone()
    check(articles[0] == articles[1] and articles[0] >= 2, 'the same entry from many feeds is one article')
    quick = [u for p, u in urls.items() if p not in ('/slow', '/silent', '/gzip-bomb')]
    later_rounds(directory, server, configure(directory, quick), urls)


def later_rounds(directory, server, config, urls):
    server.seen.clear()
    run = Run(directory, config, now='2031-03-18T12:05:00Z')
    check(not run.of('request'), 'five minutes later nothing is due, and nothing is asked')
    run = Run(directory, config, now='2031-03-18T13:00:00Z')
    asked = {r.path for r in server.seen}
    for path, header, value in (('/etag-strong', 'if-none-match', '"abc-1"'), ('/etag-weak', 'if-none-match', 'W/"abc-2"'),
                                ('/etag-bare', 'if-none-match', 'abc-3'), ('/modified', 'if-modified-since', 'Tue, 18 Mar 2031 10:00:00 GMT'),
                                ('/modified-future', 'if-modified-since', 'Fri, 01 Jan 2100 00:00:00 GMT')):
        seen = server.of(path)
        check(len(seen) == 1 and seen[0].headers.get(header) == value and run.feed(urls[path])[0] == 'unchanged',
              f'{path}: its validator is sent back as it came [31, 32]')
    check('/moved-301' not in asked and '/moved-308' not in asked, '301 and 308 are remembered: the old address is not asked again [28, 29]')
    check({'/moved-302', '/moved-307', '/moved-to-html'} <= asked, '302 and 307 are not, nor a 301 to what is no feed [28, 38]')
    stored = dict(database(directory).execute('SELECT url, current_url FROM feeds'))
    check(stored[urls['/moved-mixed']] == server.url('/moved-302'), 'of a 301 that leads to a 302 only the first step is remembered')
    check('/410' not in asked, '410 is the end: not asked again [36]')
    check('/429' not in asked and '/503' not in asked, 'Retry-After: 7200 is waited for [33]')
    check('/503-date' not in asked, 'Retry-After with a date three hours away, too [34]')
    check('/503-negative' in asked, 'Retry-After: -5 is no reason to wait longer than usual [35]')
    check({'/404', '/403', '/401', '/500'} <= asked, 'errors are tried again after the back-off [36]')
    check('/ttl' not in asked, 'a feed\'s ttl of four hours is kept')
    row = database(directory).execute('SELECT next_visit - visited FROM feeds WHERE url = ?', (urls['/503-absurd'],)).fetchone()
    check(12 * 3600 <= row[0] <= 36 * 3600 + 1, f'an absurd Retry-After waits a day and a half at most ({row[0]} s) [35]')
    server.seen.clear()
    Run(directory, config, now='2031-03-18T13:30:00Z')
    waits = [database(directory).execute('SELECT failures, next_visit - visited FROM feeds WHERE url = ?', (urls[p],)).fetchone()
             for p in ('/404', '/500', '/403')]
    check(all(600 * 2 ** (f - 1) <= wait <= 900 * 2 ** (f - 1) for f, wait in waits) and len({w for _, w in waits}) > 1,
          f'back-off doubles, with jitter ({waits})')
    Run(directory, config, now='2031-03-18T16:40:00Z')
    check([r.headers.get('if-none-match') for r in server.of('/ttl')] == ['"ttl"'], 'then it is asked, and not modified')
    Run(directory, config, now='2031-03-18T18:00:00Z')
    check(len(server.of('/ttl')) == 1, 'a 304 does not make the ttl forgotten')
    server.seen.clear()
    Run(directory, config, now='2032-03-18T00:00:00Z')
    asked = {r.path for r in server.seen}
    check({'/feed', '/404', '/429', '/503-absurd', '/ttl'} <= asked and '/410' not in asked, 'a year later all are asked, but for what is gone')
    server.seen.clear()
    run = Run(directory, config, now='2031-03-17T00:00:00Z')
    check({r.path for r in server.seen} >= {'/feed', '/404'}, 'a clock set back by a day stops nothing [125]')


def credentials(directory):
    """[46] A password goes to its own origin and nowhere else, not even into a log."""
    with HostileServer('127.0.0.2') as away:
        routes = {'/in': lambda x: x.feed(), '/near': lambda x: x.redirect('/in'), '/far': lambda x: x.redirect(away.url('/feed')),
                  '/inject': lambda x: x.redirect(f'http://eve:hidden@127.0.0.3:{x.server.port}/in')}
        with HostileServer('127.0.0.3', routes) as home:
            feeds = [f'http://ann:s3cret@127.0.0.3:{home.port}{p}' for p in ('/in', '/near', '/far')] + [home.url('/inject')]
            run = Run(directory, configure(directory, feeds, '127.0.0.2 127.0.0.3'))
            check(run.code == 0, f'feeds with credentials are read: {run.err}')
            check(all('authorization' in r.headers for r in home.of('/near') + home.of('/far')), 'credentials go to their own origin')
            check(away.of('/feed') and not any('authorization' in r.headers for r in away.seen), 'and are not sent on to another')
            check(sum('authorization' in r.headers for r in home.of('/in')) == 2, 'credentials out of a Location are not used')
            everything = run.err + run.log.read_text() + pathlib.Path(directory, 'nutgraf.db').read_bytes().decode('latin-1')
            check('s3cret' not in everything and 'ann:' not in everything and 'hidden' not in everything, 'no log, message or table holds them')


def robots_case(rules, code=200, page='/news/pier', **headers):
    def routes(extra=None):
        return {'/robots.txt': lambda x: x.answer(code, rules, Content_Type='text/plain', **headers),
                '/feed': lambda x: x.answer(200, rss(('p', x.server.url(page), 'Pier to be rebuilt', ''))),
                page: lambda x: x.answer(200, PAGE, Content_Type='text/html'), **(extra or {})}
    return routes


def robots(directory):
    """[49-58] Pages behind entries without a body, and the robots.txt before them: one site a case."""
    no, yes = b'User-agent: *\nDisallow: /\n', b'User-agent: *\nDisallow: /private\n'
    filler = b'# padding ' + b'x' * 100 + b'\n'
    cases = [
        ('no rule against it', robots_case(yes)(), True), ('a rule against it', robots_case(no)(), False),
        ('more than 500 KiB, the rule near the start [49]', robots_case(no + filler * 6000)(), False),
        ('more than 500 KiB, the rule behind that [49]', robots_case(b'User-agent: *\n' + filler * 6000 + b'Disallow: /\n')(), True),
        ('a byte order mark [50]', robots_case(b'\xef\xbb\xbf' + no)(), False), ('lines end in CR [51]', robots_case(no.replace(b'\n', b'\r'))(), False),
        ('groups merged [52]', robots_case(b'User-agent: nutgraf\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: NutGraf\nDisallow: /news\n')(), False),
        ('a group of our own beats the general one', robots_case(no + b'User-agent: nutgraf\nAllow: /\n')(), True),
        ('the longest match wins [53]', robots_case(b'User-agent: *\nDisallow: /news\nAllow: /news/pier\n')(), True),
        ('* and $ [54]', robots_case(b'User-agent: *\nDisallow: /*/pier$\n')(), False),
        ('500 forbids [55]', robots_case(b'', 500)(), False), ('404 allows [56]', robots_case(no, 404)(), True),
        ('403 allows [56]', robots_case(no, 403)(), True),
        ('a redirect is followed [57]', robots_case(b'', 302, Location='/r2')({'/r2': lambda x: x.answer(200, no)}), False),
        ('HTML instead allows [58]', robots_case(HTML_ERROR)(), True),
        ('no answer forbids', {**robots_case(b'')(), '/robots.txt': lambda x: x.sock.close()}, False),
        ('a page that moves to a forbidden path', {**robots_case(b'User-agent: *\nDisallow: /closed\n')(), '/news/pier': lambda x: x.redirect('/closed/pier')}, False),
    ]
    servers = [HostileServer(f'127.0.1.{i + 1}', routes) for i, (_, routes, _) in enumerate(cases)]
    for server in servers:
        server.__enter__()
    config = configure(directory, [s.url('/feed') for s in servers], '127.0.1.0/24')
    run = Run(directory, config)
    texts = dict(database(directory).execute('SELECT a.feed, r.text FROM articles a JOIN revisions r ON r.article = a.number AND r.revision = a.revision'))
    for (name, _, allowed), server in zip(cases, servers):
        got = bool(server.of('/news/pier')) and not server.of('/closed/pier') and 'moves' not in name
        full = 'harbour board voted' in texts.get(server.url('/feed'), '')
        check(full == allowed and (got == allowed or 'moves' in name), f'robots.txt: {name}: page {"read" if full else "left alone"}')
        check(not server.of('/closed/pier'), f'robots.txt: {name}: nothing forbidden was asked for')
        if allowed and '/robots.txt' in [r.path for r in server.seen]:
            order = [r.path for r in server.seen]
            check(order.index('/robots.txt') < order.index('/news/pier'), f'robots.txt: {name}: it was read before the page')
    pages, refused = len(run.of('page')), len(run.of('page-refused'))
    check(pages == sum(a for *_, a in cases) and pages + refused == len(cases), f'pages read and refused are counted ({pages}, {refused})')
    for server in servers:
        server.seen.clear()
    run = Run(directory, config, '--all', now='2031-03-18T14:00:00Z')
    again = [r.path for s in servers for r in s.seen if r.path not in ('/feed',)]
    check('/news/pier' not in again and not run.of('article'), f'the next round finds the same entries and asks for no page again: {again}')
    for server in servers:
        server.__exit__()


def pages(directory):
    """Pages that cannot be had: for good, or until later; a page that says no more than its entry."""
    routes = {'/feed': lambda x: x.answer(200, rss(*[(p, x.server.url(p), f'Title {p}', '') for p in ('/404', '/500', '/429', '/html', '/moved', '/good')])),
              '/429': status(429, Retry_After='18000'), '/moved': lambda x: x.redirect('/good?from=moved', 301),
              '/good': lambda x: x.answer(200, PAGE, Content_Type='text/html'), **{p: ROUTES[p] for p in ('/404', '/500', '/html')}}
    with HostileServer('127.0.0.2', routes) as server:
        config = configure(directory, [server.url('/feed')])
        run = Run(directory, config)
        check(len(run.of('page')) == 2 and len(run.of('page-failed')) == 4 and run.code == 1, f'two pages read, one behind a redirect; four failed: {run.err}')
        check(all(f'nutgraf: {server.url(p)}' in run.err for p in ('/404', '/500', '/429', '/html')), 'each failure is told')
        visits = []
        for hour in ('13:00', '14:00', '15:00', '16:00', '23:59'):
            server.seen.clear()
            Run(directory, config, now=f'2031-03-18T{hour}:00Z')
            visits.append({r.path for r in server.seen} - {'/feed'})
        asked = set().union(*visits)
        check('/404' not in asked and '/html' not in asked and '/good' not in asked, 'what is not there, no article, or read already is not asked again')
        check(sum('/500' in v for v in visits) == 3, f'a page behind a broken server is tried four times ({visits})')
        check(not any('/429' in v for v in visits[:4]) and '/429' in visits[4], 'Retry-After is kept for pages, too')
        kinds = dict(database(directory).execute('SELECT a.title, r.from_page FROM articles a JOIN revisions r ON r.article = a.number AND r.revision = a.revision'))
        check(sum(kinds.values()) == 2 and len(kinds) == 6, f'the summaries of the others stay ({kinds})')


def politeness(directory):
    """Pacing and concurrency per host, seen from the server; a body in the feed spares the page."""
    busy, most, lock = [0], [0], threading.Lock()

    def slowly(x):
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        time.sleep(0.1)
        x.feed()
        with lock:
            busy[0] -= 1
    with HostileServer('127.0.0.2', {f'/f{i}': slowly for i in range(6)}) as server:
        feeds = [server.url(f'/f{i}') for i in range(6)]
        spans = []
        for _ in range(3):  # a busy machine may hand the first request to the server late; then the others seem to follow soon
            Run(directory, configure(directory, feeds, host_delay='150ms', connections_per_host=2))
            times = [r.at for r in server.seen]
            spans.append(times[-1] - times[0] if len(times) == 6 else 0)
            server.seen.clear()
            os.remove(pathlib.Path(directory, 'nutgraf.db'))
            if spans[-1] >= 5 * 0.15 - 0.1:
                break
        check(spans[-1] >= 5 * 0.15 - 0.1, f'six requests to a host, 150 ms between them ({spans})')
        Run(directory, configure(directory, feeds, host_delay='0ms', connections_per_host=2))
        check(len(server.seen) == 6 and most[0] <= 2, f'no more than two connections to a host at once ({most[0]})')
        check('/robots.txt' not in [r.path for r in server.seen] and all(r.path.startswith('/f') for r in server.seen),
              'entries with a body cost no page')


def revisions(directory):
    """The same entry is one article, a changed one a revision; guids that are shared or made up on each visit."""
    state = {'n': 0}
    shared = rss(*[('same', f'http://harbour.example/{i}', f'Title {i}', f'Text {i}. ' + TEXT) for i in range(3)])

    def corrected(x):
        x.answer(200, rss(('c', 'http://harbour.example/c', 'Ferry delayed', f'The ferry was {state["n"] // 2} hours late. ' + TEXT)))

    def restless(x):
        x.answer(200, rss((f'guid-{state["n"]}', 'http://harbour.example/r', 'Lighthouse repainted', TEXT)))
    with HostileServer('127.0.0.2', {'/shared': lambda x: x.answer(200, shared), '/corrected': corrected, '/restless': restless}) as server:
        config = configure(directory, [server.url(p) for p in ('/shared', '/corrected', '/restless')])
        for n in range(4):
            state['n'] = n
            Run(directory, config, '--all', now=f'2031-03-18T1{n}:00:00Z')
        rows = dict(database(directory).execute('SELECT feed, count(*) FROM articles GROUP BY feed'))
        check(rows.get(server.url('/shared')) == 3, 'three entries of one guid are three articles [74]')
        check(rows.get(server.url('/restless')) == 1, 'a guid that changes on each visit makes no new article [75]')
        check(rows.get(server.url('/corrected')) == 1, 'a corrected entry stays one article')
        texts = [t for t, in database(directory).execute('SELECT r.text FROM revisions r JOIN articles a ON a.number = r.article WHERE a.feed = ? '
                                                         'ORDER BY r.revision', (server.url('/corrected'),))]
        check(len(texts) == 2 and '0 hours' in texts[0] and '1 hours' in texts[1], 'with a revision for each wording, the old one kept')


def zones(directory):
    """A feed in UTC, of an outlet whose calendar is another: the configuration says which."""
    feed = ('<rss version="2.0"><channel><title>Han Morning</title><item><guid>z</guid><title>Bridge opens</title>'
            f'<pubDate>Thu, 13 Mar 2031 23:30:00 GMT</pubDate><description>{TEXT}</description></item></channel></rss>').encode()
    with HostileServer('127.0.0.2', {'/z': lambda x: x.answer(200, feed)}) as server:
        config = configure(directory, [])
        config.write_text(config.read_text() + f'zone = Asia/Seoul\nfeed = {server.url("/z")}\n')
        Run(directory, config)
        told = subprocess.run([NUTGRAF, 'export', 'nutgraf.db'], cwd=directory, capture_output=True, text=True).stdout
        check(json.loads(told)['published'] == '2031-03-14T08:30:00+09:00', f'half past eleven in Greenwich is Friday in Seoul {told[:200]}')


def tls(directory):
    """[45] Certificates that are self-signed, for another name or expired are refused and said so."""
    with tempfile.TemporaryDirectory() as keys:
        good, ca = self_signed(keys, '127.0.0.2')
        expired, old_ca = self_signed(keys, '127.0.0.2', expired=True)
        other, other_ca = self_signed(keys, 'other.example')
        if not (good and other and expired):
            check(True, 'TLS: SKIP, no openssl program to make certificates with')
            return
        for name, context, authority, ok in (('self-signed', good, None, False), ('known to the user', good, ca, True),
                                             ('for another name', other, other_ca, False), ('expired', expired, old_ca, False)):
            with HostileServer('127.0.0.2', tls=context) as server:
                keys_ = {'ca_file': authority} if authority else {}
                run = Run(directory, configure(directory, [server.url('/feed')], **keys_))
                got = run.feed(server.url('/feed'))
                check((got[0] in WELL) == ok and (ok or 'TLS' in got[1]), f'TLS: a certificate {name}: {got}')
                check(bool(server.seen) == ok, f'TLS: a certificate {name}: {"the feed was asked for" if ok else "nothing was asked before it was checked"}')
        with HostileServer('127.0.0.3') as plain:
            with HostileServer('127.0.0.2', {'/down': lambda x: x.redirect(plain.url('/feed'))}, tls=good) as server:
                run = Run(directory, configure(directory, [server.url('/down')], '127.0.0.2 127.0.0.3', ca_file=ca))
                check('gives up encryption' in run.feed(server.url('/down'))[1] and not plain.seen, 'https does not lead to http [27]')


def store(directory, server):
    """[124, 126] A database that is locked, damaged, foreign, newer, read-only or without room: a clear message, no damage."""
    config = configure(directory, [server.url('/feed')])
    path = pathlib.Path(directory, 'nutgraf.db')
    check(Run(directory, config).code == 0, 'a database is made')
    whole = path.read_bytes()

    def says(run, *words):
        return run.code == 1 and all(w in run.err for w in words) and 'nutgraf.db' in run.err
    with HostileServer('127.0.0.2', {'/slow': ROUTES['/silent']}) as slow:
        waiting = subprocess.Popen([NUTGRAF, 'fetch', '--once', str(configure(directory, [slow.url('/slow')], name='slow.ini'))],
                                   cwd=directory, stderr=subprocess.DEVNULL)
        while not slow.seen:
            time.sleep(0.01)
        check(says(Run(directory, config), f'process {waiting.pid}', 'try again'), 'a second process is told which one is writing [126]')
        waiting.terminate()
        check(waiting.wait(10) in (0, 1), 'SIGTERM ends a fetch in order [127]')
    check(Run(directory, config, '--all').code == 0, 'and the lock is gone with it')
    other = sqlite3.connect(path, isolation_level=None)
    other.execute('BEGIN IMMEDIATE')
    check(says(Run(directory, config, '--all'), 'locked'), 'locked by another program')
    other.close()
    path.write_bytes(whole[:100] + b'\xa5' * (len(whole) - 100))
    check(says(Run(directory, config, '--all'), 'damaged', '.recover'), 'a damaged database')
    path.write_bytes(b'this is not a database at all' * 100)
    check(says(Run(directory, config, '--all'), 'no database'), 'a file that is no database')
    path.unlink()
    sqlite3.connect(path).executescript('CREATE TABLE cats(name); INSERT INTO cats VALUES(1)')
    check(says(Run(directory, config, '--all'), 'not one of nutgraf'), 'somebody else\'s database')
    path.write_bytes(whole)
    newer = sqlite3.connect(path)
    newer.executescript('PRAGMA user_version = 999')
    newer.close()
    check(says(Run(directory, config, '--all'), 'newer nutgraf'), 'a newer schema')
    path.write_bytes(whole)
    many = rss(*[(f'g{i}', f'http://harbour.example/{i}', f'Title {i}', TEXT * 20) for i in range(300)])
    with HostileServer('127.0.0.2', {'/many': lambda x: x.answer(200, many), '/feed': ROUTES['/feed']}) as big:
        config = configure(directory, [big.url('/feed'), big.url('/many')], feed_bytes='16M')

        def small_disk():
            resource.setrlimit(resource.RLIMIT_FSIZE, (300000, 300000))
        run = Run(directory, config, '--all', preexec_fn=small_disk)
        check(says(run, 'full', 'safe'), f'no room left: {run.err.splitlines()[-1:]}')
        after = sqlite3.connect(path)
        check(after.execute('PRAGMA integrity_check').fetchone()[0] == 'ok', 'the database is whole after that')
        stored = {i for i, in after.execute('SELECT id FROM articles')}
        check({e['id'] for e in run.of('article')} <= stored, 'and everything that was told is in it')
        after.close()
        check(Run(directory, config, '--all').code == 0 and len(database(directory).execute('SELECT id FROM articles').fetchall()) == 301,
              'with room again all comes in')
    if os.getuid() == 0:
        path.chmod(0o444)
        pathlib.Path(directory, 'nutgraf.db.lock').chmod(0o444)
        program = shutil.copy(NUTGRAF, directory)  # another user may not be let into the build's folder
        os.chmod(directory, 0o555)
        run = subprocess.run([program, 'fetch', '--once', '--all', str(config)], capture_output=True, text=True, cwd='/', user=65534)
        os.chmod(directory, 0o755)
        check(run.returncode == 1 and 'cannot be written' in run.stderr, f'a read-only database: {run.stderr.strip()}')


def commands(directory, server):
    """nutgraf add, and what the configuration says to those who mistype."""
    routes = {'/': lambda x: x.answer(200, b'<html><head><base href="/deep/"><link rel="alternate" type="application/rss+xml" href="../feed">'
                                           b'<link rel="ALTERNATE nofollow" type="application/atom+xml; charset=utf-8" href="two">'
                                           b'<link rel=alternate type=application/rss+xml href="javascript:alert(1)">'
                                           b'<link rel=alternate type=application/rss+xml href="/gone"></head></html>', Content_Type='text/html'),
              '/feed': ROUTES['/feed'], '/deep/two': ROUTES['/feed']}
    quiet = {'/': lambda x: x.answer(200, HTML_ERROR, Content_Type='text/html'), '/atom.xml': ROUTES['/feed']}
    with HostileServer('127.0.0.2', routes) as site, HostileServer('127.0.0.3', quiet) as bare:
        config = configure(directory, [], '127.0.0.2 127.0.0.3')
        config.write_text('; mine\n' + config.read_text() + '# the end\n')
        run = Run(directory, config, site.url('/'), command='add')
        text = config.read_text()
        check(run.code == 0 and f'feed = {site.url("/feed")}\nfeed = {site.url("/deep/two")}\n' in text, f'the declared feeds are added: {run.err}')
        check(text.startswith('; mine\n') and text.endswith('# the end\n'), 'comments stay')
        check('/gone' in run.err and 'gone' not in text and 'javascript' not in text, 'a declared feed that is none is said so')
        Run(directory, config, site.url('/'), command='add')
        check(config.read_text() == text, 'adding it twice changes nothing')
        run = Run(directory, config, bare.url('/'), command='add')
        check(bare.url('/atom.xml') in config.read_text(), 'a site that declares nothing is searched where feeds tend to be')
        run = Run(directory, config, bare.url('/nothing'), command='add')
        check(run.code == 1 and '404' in run.err, 'a page that is not there is an error')
        check(Run(directory, config).code == 0, 'the file that comes out is one that fetch reads')
        pathlib.Path(directory, 'mine.opml').write_text(
            f'<opml version="1.0"><body><outline text="Coast"><outline text="L" xmlUrl="{site.url("/other")}"/></outline>'
            f'<outline xmlUrl="{site.url("/feed")}"/><outline xmlUrl="file:///etc/passwd"/></body></opml>')
        run = Run(directory, config, '--opml', 'mine.opml', command='add')
        text = config.read_text()
        check(run.code == 0 and f'feed = {site.url("/other")}\n' in text and text.count(site.url('/feed')) == 1 and 'passwd' not in text,
              f'feeds of an OPML are added, once each: {run.err}')
        run = Run(directory, config, '--export', command='add')
        check(run.code == 0 and 'text="Harbour Post"' in run.out and run.out.count('<outline') == text.count('\nfeed = '),
              'and the configuration goes out as OPML, with the titles that are known')
        run = Run(directory, config, '--opml', 'missing.opml', command='add')
        check(run.code == 1 and 'missing.opml' in run.err, f'an OPML that is not there: {run.err.strip()}')
    for text, words in (('[fetch]\nintervall = 3m\n', ("n.ini:2", 'intervall')), ('[fetch]\ninterval = 3 parsecs\n', ('n.ini:2', '30m')),
                        ('[fetch]\ntimeout = 3s\ntimeout = 4s\n', ('n.ini:3', 'line 2')), ('[fetch]\nconnections = 0\n', ('between 1',)),
                        ('[fetch]\nallow = 10.0.0.0/99\n', ('n.ini:2', '10.1.2.0/24')), ('nonsense\n', ('n.ini:1', 'key = value')),
                        ('[feeds]\nfeed = http://x/' + 'y' * 20000 + '\n', ('n.ini:2', 'limit')), ('[feeds]\nfeed = \xff\n', ('UTF-8',)),
                        ('', ('no feeds',))):
        pathlib.Path(directory, 'n.ini').write_bytes(text.encode('latin-1'))
        run = Run(directory, 'n.ini')
        check(run.code in (1, 2) and all(w in run.err for w in words), f'configuration: {text[:40]!r}: {run.err.strip()}')
    for args in ((), ('--what',), ('a.ini', 'b.ini'), ('--log',)):
        run = subprocess.run([NUTGRAF, 'fetch', *args], capture_output=True, text=True, cwd=directory)
        check(run.returncode == 2 and 'nutgraf: ' in run.stderr, f'misuse {args}: {run.stderr.strip()}')
    run = Run(directory, server.url('/feed'), '--contact', 'x@example.org')
    check(run.code == 1 and 'loopback' in run.err, 'without a configuration that allows it, loopback is refused')


def main():
    keep = pathlib.Path(os.environ['ETIQUETTE_LOG']) if 'ETIQUETTE_LOG' in os.environ else None
    with HostileServer('127.0.0.2') as server:
        for part in (lambda d: hostile_answers(d, server), credentials, robots, pages, politeness, revisions, zones, tls, lambda d: store(d, server),
                     lambda d: commands(d, server)):
            with tempfile.TemporaryDirectory() as directory:
                os.chmod(directory, 0o755)
                part(directory)
                if keep:
                    with keep.open('a') as log:
                        for path in sorted(pathlib.Path(directory).glob('log-*')):
                            log.write(path.read_text())
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
