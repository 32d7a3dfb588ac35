#!/usr/bin/env python3
"""Script and markup in every field that a feed has, against every form that goes out: HTML, attributes, Atom, JSON Feed, OPML, Markdown,
iCalendar, JSON, Prometheus, e-mail headers, an assistant's answers; on the living site and on the static one. What comes out is read
by a parser of its form, which must find nothing but what we put there. usage: test_escaping.py NUTGRAF. Prints TAP.

Numbers in brackets are those of the list of hostile behaviours that the cases come from."""
import datetime, email, email.policy, html, html.parser, json, os, pathlib, re, subprocess, sys, tempfile, urllib.parse
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from serve_site import FeedServer, Site, configure  # noqa: E402

from tap import check, finish

NUTGRAF = os.path.abspath(sys.argv[1])
PAYLOADS = [
    '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)' x='", '</title></textarea></style><svg/onload=alert(1)>', ']]><script>alert(1)</script>',
    '[x](javascript:alert(1)) ![y](data:text/html,z) <b>`c`</b>', '\r\nBcc: victim@example.org\r\nX-Evil: 1', '\r\nATTENDEE:mailto:victim@example.org\r\nBEGIN:VALARM', '&lt;script&gt;alert(1)&lt;/script&gt;',
    '\u202e\u2066evil\u2069 \u2028 \ufeff', '{{constructor}} ${7*7} <%= 1 %>', '--><script>alert(1)</script><!--',
]
TOWNS = 'Thornby Saltry Harrowmouth Vellan Inchbrae Northmark Tessel Brackwater Compass Lanthorn Osgood Merrick'.split()
THINGS = 'bridge library tunnel museum ferry stadium hospital airport theatre brewery lighthouse quarry'.split()
PEOPLE = 'Ada Otto Lena Milo Edda Gerrit Hedda Maud Tamsin Leopold Cosima Philippa'.split()
# Every element and attribute that our own pages are made of.
TAGS = set('html head meta title link script body a header nav main footer p ul ol li h1 h2 h3 h4 article section time span form label input button details summary q blockquote cite small bdi div em strong b i sup '
           'table caption thead tbody tr th td svg g path line rect circle text figure figcaption img dl dt dd mark abbr br hr style address polyline desc'.split())
CALENDAR = set('SEQUENCE TRANSP BEGIN END VERSION PRODID CALSCALE METHOD X-WR-CALNAME UID DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION URL LAST-MODIFIED NAME'.split())
HEADERS = {'from', 'to', 'subject', 'date', 'message-id', 'auto-submitted', 'mime-version', 'content-type'}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.bad, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.links += [a['href']] if tag == 'a' and 'href' in a else []
        self.bad += [tag] * (tag not in TAGS) + [f'{tag} {k}' for k in a if k.startswith('on') or k in ('style', 'srcdoc', 'formaction')]
        self.bad += [f'{tag} {k}={v}' for k, v in a.items() if k in ('href', 'src', 'action') and re.match(r'\s*(javascript|data|vbscript|file):', v or '', re.I)]
        self.bad += ['script inside'] * (tag == 'script' and not re.fullmatch(r'(\.\./)*nutgraf\.js', a.get('src') or ''))

    def handle_comment(self, data):
        self.bad.append(f'<!--{data[:30]}')

    handle_pi = handle_comment


def page_faults(text):
    return Page(text).bad


def xml_faults(body):
    root = ET.fromstring(body)
    bad = [f'{k}={v}' for e in root.iter() for k, v in e.attrib.items() if re.match(r'\s*(javascript|data|vbscript):', v, re.I)]
    for e in root.iter():
        if e.get('type') == 'html' and e.text:
            bad += page_faults(e.text)
    return bad


def json_faults(body):
    bad = []

    def walk(x):
        for k, v in x.items() if isinstance(x, dict) else enumerate(x) if isinstance(x, list) else ():
            if k == 'content_html':
                bad.extend(page_faults(v))
            if k in ('url', 'external_url', 'home_page_url', 'feed_url', 'image') and isinstance(v, str) and re.match(r'\s*(javascript|data):', v, re.I):
                bad.append(f'{k}: {v}')
            walk(v)
    walk(json.loads(body))
    return bad


def markdown_faults(text):
    """No element and no link but to the web or to a place of ours: whatever opens one is escaped. Code spans are not used."""
    plain = re.sub(r'\\.', '', text)
    links = re.findall(r'\]\(\s*<?([^)\s>]*)', plain)
    return re.findall(r'<(?!https?://|a id="[\w-]+">|/a>)[a-zA-Z/!?][^\n]{0,30}', plain) + [l for l in links if not re.match(r'https?://|#|[\w./-]*$', l)]


def calendar_faults(body):
    lines = re.sub(rb'\r\n[ \t]', b'', body).decode().split('\r\n')
    return [l for l in lines if l and re.split('[:;]', l)[0] not in CALENDAR] + [l for l in lines if '\n' in l or l.startswith('BEGIN:') and l not in ('BEGIN:VCALENDAR', 'BEGIN:VEVENT')]


def faults(kind, body):
    kind, text = kind.split(';')[0], body.decode()
    if kind == 'text/html':
        return page_faults(text)
    if kind in ('application/atom+xml', 'text/x-opml', 'application/xml', 'image/svg+xml'):
        return xml_faults(body)
    if kind in ('application/json', 'application/feed+json', 'application/openapi+json'):
        return json_faults(body)
    if kind == 'text/markdown':
        return markdown_faults(text)
    if kind == 'text/calendar':
        return calendar_faults(body)
    return [] if kind in ('text/css', 'text/javascript', 'text/plain') else [f'a {kind}']


def feed(number):
    """All fields hold one payload each, all payloads in turn."""
    p = lambda k: html.escape(PAYLOADS[(number + k) % len(PAYLOADS)]).replace('\r', '&#13;').replace('\n', '&#10;')
    items = ''
    for i in range(len(PAYLOADS)):
        q = lambda k: p(i + k)
        when = datetime.datetime(2031, 3, 17, 8, i, tzinfo=datetime.timezone.utc).strftime('%a, %d %b %Y %H:%M:%S +0000')
        town, thing, person = TOWNS[i], THINGS[i], PEOPLE[i]
        words = (f'{town} closed its {thing} on Monday {q(5)} after an inspection. Mayor {person} {q(6)} Brook said the {thing} was unsafe. '
                 f'"The {thing} will open on March {i + 3} {q(7)} or later," {person} said. Nine of the {i + 12} parts of the {thing} in {town} are broken {q(8)} and will be replaced.')
        items += (f'<item><guid isPermaLink="false">{number}-{i}{q(0)}</guid><link>http://evil.example/{number}/{i}?{q(1)}</link><title>{TOWNS[i]} closes its {THINGS[i]} {q(2)}</title>'
                  f'<author>{q(3)}</author><category>{q(4)}</category><pubDate>{when}</pubDate>'
                  f'<media:content url="{q(9)}" medium="image"><media:credit>{q(10)}</media:credit></media:content>'
                  f'<content:encoded>&lt;p&gt;{html.escape(words)}&lt;/p&gt;&lt;p&gt;{words}&lt;/p&gt;</content:encoded></item>')
    return ('<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">'
            f'<channel><title>Evil {number} {p(0)}</title><link>javascript:alert(1)</link><description>{p(1)}</description>{items}</channel></rss>').encode()


def crawl(site):
    seen, todo, found = {}, ['/', '/feed.atom', '/feed.json', '/feeds.opml', '/metrics', '/health', '/api/v1/stories?limit=100', '/api/v1/openapi.json', '/minority.html', '/names.html'], []
    todo += [f'/{form}?q={urllib.parse.quote(p)}' for p in PAYLOADS for form in ('search', 'search.atom', 'api/v1/search')]
    todo += ['/' + urllib.parse.quote(p, safe='') for p in PAYLOADS] + [f'/{a}/' + urllib.parse.quote(p, safe='') for p in PAYLOADS for a in ('outlet', 'article', 'story', 'name/person', 'topic')]
    while todo:
        path = todo.pop(0)
        if path in seen or len(seen) > 900:
            continue
        a = site.ask(path)
        seen[path] = a.code
        if a.code in (200, 400, 404):
            bad = faults(a.headers.get('content-type', ''), a.body)
            found += [(path, bad[:3])] if bad else []
        found += [(path, 'a header', k) for k in a.headers if k.startswith('x-evil') or k in ('bcc', 'attendee')]
        if a.headers.get('content-type', '').startswith('text/html') and a.code == 200:
            for link in Page(a.text).links:
                url = urllib.parse.urlsplit(urllib.parse.urljoin(f'http://x{path}', link))
                if url.netloc == 'x':
                    todo.append(url.path + ('?' + url.query if url.query else ''))
                    if url.path.startswith('/story/') and url.path.endswith('.html'):
                        todo += [url.path[:-5] + end for end in ('.md', '.json', '.atom', '.ics', '/feed.atom')] + ['/api/v1/stories/' + url.path[7:-5]]
    return seen, found


def main():
    with tempfile.TemporaryDirectory() as directory:
        server = FeedServer(feeds={f'/{n}': feed(n) for n in range(len(PAYLOADS))})
        config = configure(directory, [server.url(p) for p in server.feeds], serve='address = https://news.example/\nrate = 0\n[digest]\nserver = smtp://127.0.0.1:1\nfrom = a@example.org\nto = b@example.org\nstories = 60\n')
        site = Site(NUTGRAF, config, now='2031-03-17T20:00:00Z')
        site.wait_for(lambda: 'story pages written' in site.words() and site.ask('/').text.count('<article>') > 2, 30)
        seen, found = crawl(site)
        kinds = {k: sum(1 for p, c in seen.items() if c == 200 and (p.split('?')[0].endswith(k))) for k in ('.html', '.md', '.json', '.atom', '.ics', '.opml')}
        check(len(seen) > 300 and all(kinds.values()), f'{len(seen)} addresses are read, of every form {kinds}')
        check(not found, f'nothing in them but what is ours [121] {found[:3]}')
        tools = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'tools/call', 'params': {'name': 'search', 'arguments': {'query': PAYLOADS[0]}}}).encode()
        answer = site.ask('/mcp', 'POST', {'Content-Type': 'application/json'}, tools)
        check(answer.code != 200 or isinstance(json.loads(answer.body), dict), 'an assistant gets JSON')
        site.stop()

        printed = subprocess.run([NUTGRAF, 'digest', '--print', '--now', '2031-03-17T20:00:00Z', str(config)], capture_output=True).stdout
        message = email.message_from_bytes(printed, policy=email.policy.default)
        extra = [k for k in message.keys() if k.lower() not in HEADERS]
        parts = {p.get_content_type(): p.get_content() for p in message.walk() if not p.is_multipart()}
        check(set(parts) == {'text/plain', 'text/html'} and not extra and 'victim' not in str(message['To']), f'the e-mail has our headers and two parts [121] {extra}')
        check(not (bad := page_faults(parts.get('text/html', ''))), f'its HTML holds nothing but ours [121] {bad[:3]}')

        subprocess.run([NUTGRAF, 'site', '--out', f'{directory}/site', '--now', '2031-03-17T20:00:00Z', '--address', 'https://news.example/', f'{directory}/nutgraf.db'], capture_output=True, check=True)
        types = {'.html': 'text/html', '.atom': 'application/atom+xml', '.json': 'application/json', '.md': 'text/markdown', '.ics': 'text/calendar', '.css': 'text/css', '.opml': 'text/x-opml'}
        files = [p for p in pathlib.Path(directory, 'site').rglob('*') if p.is_file()]
        found = [(p.name, bad[:3]) for p in files if (bad := faults(types.get(p.suffix, p.suffix), p.read_bytes()))]
        check(len(files) > 20 and not found, f'so with the {len(files)} files of the static site [121] {found[:3]}')
        server.close()

        # The measure itself is measured.
        check(page_faults('<p onclick=x>') and page_faults('<script>1</script>') and page_faults('<a href=" javascript:1">') and page_faults('<iframe>') and markdown_faults('a <script>') and
              markdown_faults('[x](javascript:1)') and not markdown_faults(r'a \<script\> \[x\](javascript:1)') and calendar_faults(b'BEGIN:VCALENDAR\r\nATTENDEE:x\r\n') and xml_faults(b'<a><b href="javascript:1"/></a>'),
              'these readers find what they look for')
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
