#!/usr/bin/env python3
"""nutgraf run over a loopback feed server: every page and form of them, a hostile client's ways, restarts. Prints TAP.

Numbers in brackets are those of the list of hostile behaviours that the cases come from."""
import datetime, html.parser, json, os, pathlib, re, signal, socket, sqlite3, subprocess, sys, tempfile, threading, time
import urllib.parse
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from serve_site import FeedServer, Site, configure, item, rss  # noqa: E402

from tap import check, finish

NUTGRAF = os.path.abspath(sys.argv[1])
NOW = '2031-03-18T12:00:00Z'


def at(hour, minute=0, day=17):
    return datetime.datetime(2031, 3, day, hour, minute, tzinfo=datetime.timezone.utc)


PIER = ('The Saltry harbour board voted on Monday to rebuild the east pier, which a storm damaged in January. Board chair Lena Okafor said the work '
        'would cost 4.2 million crowns.\n\nForty residents spoke before the vote. Fishermen asked for a second crane on the pier.')
PIER_2 = ('Saltry will rebuild its east pier for 4.2 million crowns, the harbour board decided on Monday. The storm in January tore 60 metres '
          'from the pier.\n\n"We will not lose another winter," board chair Lena Okafor said. Work begins in May.')
BAKERY = ('A bakery in Thornby has sold its last rye loaf after 90 years. Baker Otto Lind, 71, said nobody had wanted to take over the oven.\n\n'
          'The shop on Mill Lane opened in 1941. It will become a bicycle repair shop.')
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
HOSTILE = item(f'evil{EVIL}', f'Council closes bridge {EVIL}', f'The Thornby council closed the mill bridge on Monday. {EVIL} Mayor Ada Brook said it was unsafe. '
               f'An inspection found {EVIL} rust in nine of the twelve beams.\n\n\u202eThe bridge\u0007 dates from 1901.', at(15), 'evil')
FEEDS = {
    '/harbour': rss('Harbour Times', item('pier', 'Board votes to rebuild the east pier', PIER, at(9))),
    '/courier': rss('Saltry Courier', item('c-1', 'Saltry to rebuild storm-hit pier for 4.2 million', PIER_2, at(10, 30)),
                    item('c-2', 'Thornby bakery sells its last loaf', BAKERY, at(11))),
    '/evil': rss(f'Evil {EVIL} Daily', HOSTILE),
}


class Checker(html.parser.HTMLParser):
    """What matters of a page: tags, ids, links; scripts and event handlers that should not be there."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.ids, self.bad, self.labels = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.tags.append(tag)
        self.links += [a['href']] if 'href' in a else []
        self.ids += [a['id']] if 'id' in a else []
        if tag == 'script' and not re.fullmatch(r'(\.\./)*nutgraf\.js', a.get('src') or ''):
            self.bad.append(tag)
        self.bad += [k for k in a if k.startswith('on') or k == 'style'] + [tag] * (tag in ('img', 'iframe', 'object', 'base'))
        self.bad += [v for v in a.values() if v and v.strip().lower().startswith('javascript:')]


def links_of(site, path):
    return [urllib.parse.urljoin(f'http://x{path}', l) for l in Checker(site.ask(path).text).links]


def walk(site):
    """Every page that can be reached is there, is HTML without script from outside, and small."""
    seen, todo, broken, bad, big, twice = set(), ['/'], [], [], [], []
    while todo:
        path = todo.pop()
        if path in seen or len(seen) > 300:
            continue
        seen.add(path)
        a = site.ask(path)
        if a.code != 200:
            broken.append((path, a.code))
        if len(a.body) > 60000:
            big.append(path)
        if not a.headers.get('content-type', '').startswith('text/html'):
            continue
        page = Checker(a.text)
        bad += [(path, page.bad)] if page.bad else []
        twice += [path] if len(set(page.ids)) != len(page.ids) else []
        for link in page.links:
            url = urllib.parse.urlsplit(urllib.parse.urljoin(f'http://x{path}', link))
            if url.netloc == 'x':
                todo.append(url.path + ('?' + url.query if url.query else ''))
    check(len(seen) > 25 and not broken, f'all {len(seen)} addresses that pages lead to are there {broken[:5]}')
    check(not bad, f'no script, handler, style or image from outside in any of them [121] {bad[:3]}')
    check(not big, f'none is over 60 KB {big}')
    check(not twice, f'ids are unique {twice[:3]}')


def story_id(site, words):
    stories = json.loads(site.ask('/api/v1/stories?limit=100').body)['stories']
    hits = [s['id'] for s in stories if words in s['headline'].lower()]
    return hits[0] if hits else ''


def pages(site):
    front = site.ask('/')
    check(front.code == 200 and 'Top Headlines' in front.text and 'pier' in front.text, 'the front page shows the story')
    check(front.headers.get('x-content-type-options') == 'nosniff' and "default-src 'none'" in front.headers.get('content-security-policy', '') and
          "script-src 'self'" in front.headers['content-security-policy'] and 'unsafe' not in front.headers['content-security-policy'], 'with a strict policy')
    again = site.ask('/', headers={'If-None-Match': front.headers['etag']})
    check(again.code == 304 and not again.body, 'a page that has not changed is not sent again')
    pier = story_id(site, 'pier')
    page = site.ask(f'/story/{pier}.html')
    check(page.code == 200 and '4.2 million' in page.text and 'Harbour Times' in page.text and 'Saltry Courier' in page.text, 'the story page has both sources')
    check(site.ask(f'/story/{pier}').body == page.body, 'also without .html')
    place = [l for l in Checker(page.text).links if 'article/' in l and 'at=' in l]
    check(bool(place), 'citations lead to their place in the article')
    url = urllib.parse.urlsplit(urllib.parse.urljoin(f'/story/{pier}.html', place[0] if place else ''))
    article = site.ask(url.path + '?' + url.query)
    quoted = re.search(r'<q>(.*?)</q> <a href="[^"]*at=', page.text, re.S)
    marked = re.search(r'<mark id="at">(.*?)</mark>', article.text, re.S)
    check(url.fragment == 'at' and marked and quoted and marked.group(1) == quoted.group(1), 'where the very sentence is marked')
    check('class="cited"' in article.text and 'href="http://harbour.example/pier"' in article.text, 'beside what else is cited, with a link to the original')
    for bad in ('999999-1000000', '5-2', 'x', '-1-5', '0-0', '4294967295-4294967296'):
        a = site.ask(url.path + f'?at={bad}')
        check(a.code == 200 and '<mark' not in a.text, f'a span that is none marks nothing: {bad}')
    data = json.loads(site.ask(f'/api/v1/stories/{pier}').body)
    support = [s for section in data['sections'] for u in section['sentences'] for s in u['support']]
    check(support and all(s['text'] in PIER + PIER_2 for s in support), 'the API gives the words behind every sentence')
    check('# ' in site.ask(f'/story/{pier}.md').text and json.loads(site.ask(f'/story/{pier}.json').body)['id'] == pier, 'as Markdown and JSON')
    calendar = site.ask(f'/story/{pier}.ics')
    days = [e for e in data['timeline'] if len(e['date']) == 10]
    check(calendar.code == (200 if days else 404) and calendar.text.count('BEGIN:VEVENT') == len(days) and ('attachment' in calendar.headers.get('content-disposition', '')) == bool(days),
          f'the {len(days)} days of its timeline as a calendar, 404 where there are none')
    atom = '{http://www.w3.org/2005/Atom}'
    for path in ('/feed.atom', f'/story/{pier}/feed.atom', '/outlet/harbour-times.atom', '/search.atom?q=pier'):
        root = ET.fromstring(site.ask(path).body)
        check(root.tag == atom + 'feed' and len(root.findall(atom + 'entry')) >= 1 and root.find(atom + 'id').text, f'{path} is Atom')
    feed = json.loads(site.ask('/feed.json').body)
    check(feed['version'].endswith('/1.1') and any('pier' in i['title'].lower() for i in feed['items']), 'JSON Feed')
    check('Only in Saltry Courier' not in site.ask('/minority.html').text and site.ask('/minority.html').code == 200, 'Minority Reports')
    outlet = site.ask('/outlet/saltry-courier.html')
    check(outlet.code == 200 and re.search(r'2 articles in 2 stories. 1 of them is reported by no one else. It was first with [01] of the 1 that others report', outlet.text), f'an outlet\'s figures')
    names = site.ask('/names.html')
    check('Lena Okafor' in names.text and any(site.ask(urllib.parse.urljoin('/', l)).code == 200 for l in Checker(names.text).links if 'Okafor' in l), 'names, and their stories')
    check(site.ask('/health').code == 200 and json.loads(site.ask('/health').body)['status'] == 'ok', 'health')
    metrics = site.ask('/metrics').text
    check(re.search(r'^nutgraf_articles 4$', metrics, re.M) and all(re.match(r'^(#.*|\w+(\{[^}]*\})? [-+.\deE]+)$', l) for l in metrics.splitlines()), 'metrics in Prometheus text format')
    api = json.loads(site.ask('/api/v1/openapi.json').body)
    check(all(site.ask(p).code == 200 for p in api['paths'] if '{' not in p and p[8:] not in ('search', 'check')), 'the paths of the OpenAPI description are there')


def search(site):
    for query, hit, code in (('pier', True, 200), ('"east pier"', True, 200), ('"pier east"', False, 200), ('outlet:courier loaf', True, 200), ('bak*', True, 200),
                             ('pier after:2031-03-18', False, 200), ('on:2031-03-17', True, 200), ('"', False, 400), ('pier" OR "x', False, 200), ('NEAR(a b)', False, 200),
                             ('title:pier* AND', False, 200), ("'; DROP TABLE words; --", False, 200), ('{text} : pier', False, 200), ('^*', False, 400), ('\x00', None, 400),
                             ('a\x02b', None, 400), ('x' * 600, False, 400), ('rebuild -crane', True, 200)):
        a = site.ask('/search?q=' + urllib.parse.quote(query))
        found = '<h2>Articles, newest first</h2>' in a.text
        check(a.code == code and (hit is None or found == hit), f'search [{query[:40]!r}]: {a.code}, {"found" if found else "nothing"} [116]')
    a = site.ask('/search?q=crane')
    check('<mark>crane</mark>' in a.text, 'what was found is marked')
    a = site.ask('/search?q=' + urllib.parse.quote(EVIL))
    check('<script>alert' not in a.text, 'the words of a search are escaped [121]')
    big = raw(site.port, b'GET /search?q=' + b'a' * 1000000 + b' HTTP/1.1\r\nHost: x\r\n\r\n')
    check(re.match(rb'HTTP/1\.[01] 4(14|31|13)', big) or big == b'', f'a query of 1 MB is refused: {big[:30]} [115]')
    check(site.ask('/').code == 200, 'and the site is there')


def raw(port, data, wait=5):
    with socket.create_connection(('127.0.0.1', port), timeout=wait) as s:
        try:
            for i in range(0, len(data), 65536):
                s.sendall(data[i:i + 65536])
        except OSError:
            pass
        out = b''
        try:
            while len(out) < 100000:
                more = s.recv(65536)
                if not more:
                    break
                out += more
                head, _, body = out.partition(b'\r\n\r\n')
                length = re.search(rb'(?i)content-length: (\d+)', head)
                if length and len(body) >= int(length.group(1)):
                    break
        except OSError:
            pass
        return out


def hostile(site):
    for path in ('/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/story/..%2f..%2fetc%2fpasswd', '/story/%00.html', '/..%5c..%5cwindows', '/article/../../nutgraf.db',
                 '//etc/passwd', '/story//', '/style.css/../nutgraf.db', '/%c0%ae%c0%ae/', '/nutgraf.db', '/story/' + 'x' * 3000, '/outlet/%2e%2e/x', '/%'):
        a = site.ask(path)
        check(a.code in (400, 404) and b'SQLite' not in a.body and b'root:' not in a.body, f'{path[:50]}: {a.code} [114]')
    get, head = site.ask('/'), site.ask('/', 'HEAD')
    check(head.code == 200 and not head.body and head.headers['content-length'] == str(len(get.body)), 'HEAD: the same head, no body [120]')
    options = site.ask('/', 'OPTIONS')
    check(options.code == 204 and 'GET' in options.headers.get('allow', ''), 'OPTIONS says what may be asked [120]')
    for method in ('TRACE', 'PUT', 'PATCH', 'CONNECT', 'BREW', 'POST', 'DELETE'):
        a = raw(site.port, f'{method} / HTTP/1.1\r\nHost: x\r\nX-Secret: 1\r\nContent-Length: 0\r\n\r\n'.encode())
        check(re.match(rb'HTTP/1\.[01] (405|400|501)', a) and b'X-Secret' not in a, f'{method}: {a[:20]} [120]')
    for name, data in (('length and chunks', b'POST /api/v1/searches HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n'),
                       ('two lengths', b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 60\r\n\r\nabcdGET /health HTTP/1.1\r\nHost: x\r\n\r\n'),
                       ('chunks of no size', b'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n'),
                       ('a folded header', b'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\tTransfer-Encoding: chunked\r\n\r\n'),
                       ('a negative length', b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'),
                       ('no line at all', b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + b'\x00' * 200)):
        a = raw(site.port, data, wait=3)
        check(b'"status": "ok"' not in a, f'smuggling, {name}: nothing of the second request is answered: {a[:20]} [119]')
    evil_host = raw(site.port, b'GET /outlet/harbour-times.html HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n')
    check(b'evil.example' not in evil_host.replace(b'http://evil.example', b''), 'the Host header is in no answer [123]')
    moved = site.ask('/story/none?next=//evil.example')
    check(moved.code == 404 and 'location' not in moved.headers, 'no redirect to anywhere [open redirect]')
    big = site.ask('/api/v1/searches', 'POST', body=b'x' * 400000)
    check(big.code in (413, 403, 401), f'a body of 400 KB: {big.code}')
    connections(site)


def connections(site):
    """Silent and slow ones beside one that is served [117, 118]."""
    idle = []
    try:
        for _ in range(800):
            s = socket.socket()
            s.settimeout(5)
            s.connect(('127.0.0.1', site.port))
            s.send(b'GET / HTT')
            idle.append(s)
    except OSError:
        pass
    began = time.monotonic()
    a = site.ask('/')
    check(a.code == 200 and time.monotonic() - began < 3, f'served beside {len(idle)} open connections that say nothing ({time.monotonic() - began:.2f} s) [117]')
    slow = socket.create_connection(('127.0.0.1', site.port))
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    slow.send(b'GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n' * 50)
    check(site.ask('/minority.html').code == 200, 'served beside one that does not read [118]')
    slow.close()
    for s in idle:
        s.close()


def admin(site):
    body = json.dumps({'name': 'Piers', 'query': 'pier'}).encode()
    check(site.ask('/api/v1/searches', 'POST', body=body).code == 401, 'a change without the token is refused [122]')
    check(site.ask('/api/v1/searches', 'POST', {'Authorization': 'Bearer wrong'}, body).code == 401, 'and with a wrong one')
    check(site.ask('/api/v1/searches', 'POST', {'Cookie': 'token=secret', 'Origin': 'http://evil.example'}, body).code == 401, 'a cookie is no token [122]')
    good = {'Authorization': 'Bearer secret'}
    check(site.ask('/api/v1/searches', 'POST', good, b'{').code == 400, 'what is no JSON is refused')
    check(site.ask('/api/v1/searches', 'POST', good, body).code == 202, 'with the token it is taken')
    check(site.wait_for(lambda: 'Piers' in site.ask('/feeds.html').text), 'and shown')
    check(site.ask('/api/v1/searches', 'DELETE', good, body).code == 202 and site.wait_for(lambda: 'Piers' not in site.ask('/feeds.html').text), 'and dropped')


def assistants(site, directory, pier):
    """Model Context Protocol over HTTP and over standard input: the same answers."""
    def message(n, method, **params):
        return {'jsonrpc': '2.0', 'id': n, 'method': method, 'params': params}
    def call(n, tool, **arguments):
        return message(n, 'tools/call', name=tool, arguments=arguments)
    messages = [message(1, 'initialize', protocolVersion='2025-06-18', capabilities={}, clientInfo={'name': 't', 'version': '1'}),
                {'jsonrpc': '2.0', 'method': 'notifications/initialized'}, message(2, 'tools/list'), message('three', 'ping'),
                call(4, 'search_articles', query='pier'), call(5, 'list_stories'), call(6, 'read_story', id=pier), call(7, 'read_story', id='none'),
                call(8, 'check_claim', claim='The storm in January tore 60 metres from the pier.'),
                call(9, 'check_claim', claim='The storm in January tore 90 metres from the pier.'),
                call(10, 'check_claim', claim='Otto Lind said nobody had wanted to take over the oven.'), call(11, 'erase_everything'), message(12, 'nonsense'),
                call(13, 'search_articles', query='"'), call(14, 'read_story', id=pier, version=-3)]
    http = []
    for m in messages:
        a = site.ask('/mcp', 'POST', {'Content-Type': 'application/json', 'Accept': 'application/json, text/event-stream'}, json.dumps(m).encode())
        http += [json.loads(a.body)] if a.body else []
        if 'id' not in m:
            check(a.code == 202 and not a.body, 'a notification is taken without an answer')
    lines = '\n'.join(map(json.dumps, messages)) + '\nnot json\n' + 'x' * 300000 + '\n[1]\n'
    run = subprocess.run([NUTGRAF, 'mcp', f'{directory}/nutgraf.db'], input=lines, capture_output=True, text=True)
    stdio = [json.loads(l) for l in run.stdout.splitlines()]
    check(run.returncode == 0 and stdio[:len(http)] == http and len(http) == 14, f'the same over both ways ({len(http)}, {len(stdio)})')
    check([m['error']['code'] for m in stdio[len(http):]] == [-32700, -32700, -32600], 'what is no message is answered as such')
    by_id = {m['id']: m for m in http}
    text = lambda n: by_id[n]['result']['content'][0]['text']
    check(by_id[1]['result']['protocolVersion'] == '2025-06-18' and 'tools' in by_id[1]['result']['capabilities'], 'initialize')
    tools = by_id[2]['result']['tools']
    check([t['name'] for t in tools] == ['search_articles', 'list_stories', 'read_story', 'check_claim'] and all(t['inputSchema']['type'] == 'object' for t in tools), 'tools/list')
    check('Saltry Courier' in text(4) and pier in text(4) and pier in text(5), 'articles and stories are found')
    check('[1] "' in text(6) and 'Sources:' in text(6) and 'http://harbour.example/pier' in text(6), 'a story is read with the words of its sources')
    check(by_id[7]['result']['isError'] and by_id[13]['result']['isError'] and 'there is no story' in text(7), 'a tool\'s failure is told to the assistant')
    check(text(8).startswith('SUPPORTED') and '60 metres' in text(8), f'a claim that the archive supports: {text(8)[:80]}')
    check(text(9).startswith('NOT SUPPORTED') and 'number' in text(9), f'one with another number: {text(9)[:100]}')
    check(text(10).startswith('SUPPORTED'), f'and one in indirect speech: {text(10)[:80]}')
    check(by_id[11]['error']['code'] == -32602 and by_id[12]['error']['code'] == -32601, 'no such tool, no such method')
    a = site.ask('/mcp', 'POST', {'Origin': 'http://evil.example'}, json.dumps(messages[2]).encode())
    check(a.code == 403, 'a page of another site is not answered [DNS rebinding]')
    check(site.ask('/mcp').code == 405, 'GET is not for messages')
    verdict = json.loads(site.ask('/api/v1/check?claim=' + urllib.parse.quote('The storm in January tore 60 metres from the pier.')).body)
    check(verdict['supported'] and verdict['sentences'][0]['text'] == 'The storm in January tore 60 metres from the pier.', 'the same as REST')
    check(site.ask('/api/v1/check?claim=').code == 400 and site.ask('/api/v1/check?claim=' + 'x' * 1200).code == 400, 'no claim, too long a claim')


def versions(site, server, pier):
    """The story grows: a new version of its page, with what changed since."""
    first = site.ask(f'/story/{pier}.html').text
    server.feeds['/harbour'] = rss('Harbour Times', item('pier', 'Board votes to rebuild the east pier', PIER, at(9)), item(
        'pier-2', 'East pier in Saltry to close to fishermen from April', 'The east pier in Saltry will close to fishermen on 3 April for the rebuilding, the harbour board said on '
        'Tuesday. The storm in January tore 60 metres from the pier. Board chair Lena Okafor said boats would land at the north quay.', at(11, day=18)))
    check(site.wait_for(lambda: json.loads(site.ask(f'/api/v1/stories/{pier}').body)['version'] == 2), 'a new report makes a new version')
    page = site.ask(f'/story/{pier}.html?since=1')
    check(page.code == 200 and '<details open><summary><h2>New since ' in page.text and '<strong>New</strong>' in page.text and 'north quay' in page.text, 'what changed since the first')
    old = site.ask(f'/story/{pier}.html?version=1')
    check(old.code == 200 and 'north quay' not in old.text and re.search(r'<h1>(.*?)</h1>', old.text).group(1) == re.search(r'<h1>(.*?)</h1>', first).group(1), 'the first version is kept')
    check(site.ask(f'/story/{pier}.html?version=99').code == 404 and site.ask(f'/story/{pier}.html?since=77').code == 404, 'versions that are none are not there')
    check(len(ET.fromstring(site.ask(f'/story/{pier}/feed.atom').body).findall('{http://www.w3.org/2005/Atom}entry')) == 2, 'both are in the story\'s feed')
    server.feeds['/courier'] = FEEDS['/courier'].replace(b'a second crane', b'a second crane').replace(b'bicycle repair shop', b'library of tools')
    check(site.wait_for(lambda: 'library' in site.ask('/search?q=' + urllib.parse.quote('"library of tools"')).text), 'corrected words are found')
    check(site.wait_for(lambda: 'Thornby bakery' not in site.ask('/search?q=bicycle').text, 10), 'and what was corrected away is not')


def restarts(directory, server, config, pier):
    ids = lambda: sorted(sqlite3.connect(f'file:{directory}/nutgraf.db?mode=ro', uri=True).execute('SELECT article, story FROM placements'))
    before = ids()
    site = Site(NUTGRAF, config, now=NOW)
    check(site.ask(f'/story/{pier}.html').code == 200 and ids() == before, 'after a restart every story has its id and page')
    second = subprocess.run([NUTGRAF, 'run', '--once', str(config)], capture_output=True, text=True)
    check(second.returncode == 1 and 'another nutgraf' in second.stderr, f'a second process on the database is told so [126]')
    site.process.send_signal(signal.SIGHUP)
    check(site.wait_for(lambda: 'read again' in site.words()), 'SIGHUP reads the configuration again')
    text = config.read_text()
    config.write_text(text + 'nonsense\n')
    site.process.send_signal(signal.SIGHUP)
    check(site.wait_for(lambda: 'not reloaded' in site.words()) and site.ask('/').code == 200, 'a broken one is said to be so, and the old one stays')
    config.write_text(text)
    check(site.stop(signal.SIGKILL) == -9, 'killed [128]')
    server.feeds['/late'] = rss('Late Post', item('late', 'Tram stops in Harrow', 'The tram in Harrow stopped on Tuesday after a cable broke. Nobody was hurt, the company said.', at(8, day=18)))
    late = configure(directory, [server.url(p) for p in server.feeds], serve='token = secret\n')
    once = subprocess.run([NUTGRAF, 'run', '--once', '--now', '2031-03-19T09:00:00Z', str(late)], capture_output=True, text=True)
    check(once.returncode == 0 and '1 articles new' in once.stderr and '1 new stories' in once.stderr, f'--once: one round, for cron {once.stderr[-200:]}')
    after = ids()
    check([r for r in after if r in before] == before and len(after) == len(before) + 1, 'nothing lost, nothing twice, ids as before')
    back = subprocess.run([NUTGRAF, 'run', '--once', '--now', '2031-03-18T09:00:00Z', str(late)], capture_output=True, text=True)
    check(back.returncode == 0 and ids() == after, 'a clock set back a day does no harm [125]')
    forward = subprocess.run([NUTGRAF, 'run', '--once', '--now', '2032-03-18T09:00:00Z', str(late)], capture_output=True, text=True)
    check(forward.returncode == 0 and ids() == after, 'nor one set forward a year [125]')
    database = pathlib.Path(directory, 'nutgraf.db')
    db = sqlite3.connect(database)
    db.execute("UPDATE state SET bytes = x'00112233'")
    db.commit()
    db.close()
    broken = subprocess.run([NUTGRAF, 'run', '--once', '--now', '2031-03-19T10:00:00Z', str(late)], capture_output=True, text=True)
    check(broken.returncode == 0 and 'stream of stories' in broken.stderr and ids() == after, f'a damaged state is told of and made anew, same stories {broken.stderr[-150:]}')
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + b'\xff' * (len(whole) - 4096))
    damaged = subprocess.run([NUTGRAF, 'run', '--once', str(late)], capture_output=True, text=True)
    check(damaged.returncode == 1 and 'damaged' in damaged.stderr and 'recover' in damaged.stderr, 'a damaged database is said to be so, with a way back [124]')
    database.write_bytes(whole)


def misuse(directory):
    for args, words in (([], 'which configuration'), (['--nonsense'], 'no option'), (['/nowhere.ini'], '/nowhere.ini'), (['--port', '99999', 'x'], 'number')):
        r = subprocess.run([NUTGRAF, 'run', *args], capture_output=True, text=True, cwd=directory)
        check(r.returncode in (1, 2) and words in r.stderr, f'run {" ".join(args)}: {r.stderr.strip()[:80]}')


def main():
    with tempfile.TemporaryDirectory() as directory:
        server = FeedServer(feeds=FEEDS)
        config = configure(directory, [server.url(p) for p in FEEDS], serve='token = secret\nidle = 5s\n')
        site = Site(NUTGRAF, config, now=NOW)
        check(site.wait_for(lambda: 'pier' in site.ask('/').text), 'the site is there')
        pier = story_id(site, 'pier')
        pages(site)
        search(site)
        walk(site)
        admin(site)
        assistants(site, directory, pier)
        hostile(site)
        versions(site, server, pier)
        began = time.monotonic()
        check(site.stop() == 0 and time.monotonic() - began < 5, f'SIGTERM ends it with 0 ({time.monotonic() - began:.1f} s) [127]')
        restarts(directory, server, config, pier)
        misuse(directory)
        server.close()
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
