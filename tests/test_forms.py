#!/usr/bin/env python3
"""Every written form of a page, read by other people's parsers, with hostile text in every field of the articles: no
element, attribute, property or header slips in. usage: test_forms.py NUTGRAF. Prints TAP."""
import email, email.policy, html.parser, json, pathlib, re, subprocess, sys, tempfile, xml.etree.ElementTree as ET

from tap import check, finish

nutgraf = sys.argv[1]
ATOM = '{http://www.w3.org/2005/Atom}'
HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</title></style></textarea><svg/onload=alert(1)>',
           ']]><!--', '&lt;script&gt;alert(1)&lt;/script&gt;', '\u202egnp.exe\u202c\u2066hidden\u2069', '\U000e0041\U000e0042', 'a\x1b[31mred\x07\x00b',
           '\r\nBcc: all@example.org\r\n\r\nbody', 'END:VEVENT\r\nBEGIN:VALARM;X="1",\\n', '[click](javascript:alert(1)) `code` **bold** <b>',
           '{{7*7}} ${7*7} %s %n %x', '\ufeff\u200b\u00ad', 'x' * 3000, 'مرحبا ‏שלום', '\ud800'.encode('utf-8', 'surrogatepass').decode('utf-8', 'replace')]
URLS = ['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'https://a.example/"><script>', 'https://a.example/\r\nX: y', 'https://a.example/\x1b[31m', ' https://b.example/',
        'https://a.example/?q=<b>&x="y"', "https://a.example/'onclick='x", 'vbscript:x', '//evil.example/', 'https://c.example/ok?a=1&b=2']


class Markup(html.parser.HTMLParser):
    """Which elements with which attributes there are, and what can lead elsewhere."""

    def __init__(self, text):
        super().__init__()
        self.seen, self.links, self.text, self.odd = set(), [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.seen |= {tag} | {f'{tag}@{name}' for name, _ in attributes}
        self.links += [value for name, value in attributes if name in ('href', 'src', 'action')]

    def handle_comment(self, data):
        self.odd.append(data)

    def handle_decl(self, data):
        self.odd += [] if data == 'doctype html' else [data]

    handle_pi = unknown_decl = handle_comment

    def handle_data(self, data):
        self.text.append(data)


def known_markup():
    """What pages of harmless articles are made of: anything else in a hostile page came from outside."""
    with tempfile.TemporaryDirectory() as top:
        write(pathlib.Path(top, 'in.jsonl'), [article(i, f'Post {i % 4}', 'Bridge at Orrin Falls reopens', 'en') for i in range(8)])
        run('site', '--out', top + '/out', '--address', 'https://news.example/', top + '/in.jsonl', 'samples')
        seen = set()
        for page in pathlib.Path(top, 'out').rglob('*.html'):
            seen |= Markup(page.read_text()).seen
        return seen


def article(i, outlet, title, language, **more):
    return {'id': f'a{i}', 'outlet': outlet, 'title': title, 'url': f'https://{i}.example/', 'published': f'2025-10-0{7 + i % 2}T1{i % 10}:00:00Z',
            'language': language, 'text': 'The bridge at Orrin Falls reopened to traffic on Tuesday after repairs that cost 4 million crowns. '
            'The mayor of Orrin Falls, Petra Lund, cut the ribbon before some 300 people. The bridge was closed in 2024.'} | more


def hostile_articles():
    for i, bad in enumerate(HOSTILE):
        text = (f'The bridge at Orrin Falls reopened to traffic on Tuesday {bad} after repairs that cost 4 million crowns. '
                f'“{bad}”, said Petra Lund, the mayor of Orrin Falls, on Tuesday.\n\nSome 300 people {bad} came to the bridge on 8 October 2025.')
        yield {'id': bad[:200] + str(i), 'outlet': bad[:400], 'title': f'Bridge at Orrin Falls reopens {bad}', 'byline': bad, 'section': bad, 'language': bad[:20] if i % 2 else 'ar',
               'url': URLS[i % len(URLS)] + (f'&{i}' if i >= len(URLS) else ''), 'image': URLS[(i + 1) % len(URLS)], 'published': f'2025-10-{7 + i % 3:02}T1{i % 10}:00:00Z', 'text': text}


def write(path, articles):
    path.write_text(''.join(json.dumps(a) + '\n' for a in articles))


def run(*arguments):
    return subprocess.run([nutgraf, *map(str, arguments)], capture_output=True)


def unseen(text):
    """Characters that change how text looks without being seen."""
    return re.findall('[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e0fff\ufeff]', text)


def check_markup(name, text, known):
    m = Markup(text)
    check(not m.seen - known, f'{name}: nothing is injected {sorted(m.seen - known)[:5]}')
    bad = [l for l in m.links if not re.match(r'https?://[^\s<>"]+$|[\w./%-]*(#[\w-]+)?$', l or '')]
    check(not bad, f'{name}: links lead to the web or within the site {bad[:3]}')
    check(not m.odd and not unseen(text), f'{name}: no comments, nothing unseen {m.odd[:2]} {unseen(text)[:3]}')


def calendar_events(data):
    """A strict reader of RFC 5545 as far as it is used here; raises where a line is wrong."""
    lines = data.decode().split('\r\n')
    assert lines.pop() == '' and all(len(l.encode()) <= 75 and '\n' not in l and '\r' not in l for l in lines), 'lines'
    unfolded = []
    for line in lines:
        if line.startswith(' '):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    stack, events = [], []
    for line in unfolded:
        name, value = re.fullmatch(r'([A-Z-]+)(?:;VALUE=DATE)?:(.*)', line).groups()
        if name == 'BEGIN':
            assert value == ('VEVENT' if stack else 'VCALENDAR'), line
            stack.append(value)
            events += [{}] if value == 'VEVENT' else []
        elif name == 'END':
            assert stack.pop() == value, line
        elif stack == ['VCALENDAR']:
            assert name in ('VERSION', 'PRODID', 'CALSCALE', 'METHOD', 'NAME', 'X-WR-CALNAME', 'DESCRIPTION', 'URL'), line
        else:
            assert name in ('UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'DESCRIPTION', 'URL', 'SEQUENCE', 'TRANSP') and name not in events[-1], line
            events[-1][name] = value
        if name in ('SUMMARY', 'DESCRIPTION', 'NAME'):
            assert not re.search(r'(?<!\\)(?:\\\\)*[;,]', value) and not re.search(r'(?<!\\)(?:\\\\)*\\[^\\;,nN]', value), line
    assert not stack and events, 'a calendar has an event'
    assert all({'UID', 'DTSTAMP', 'DTSTART', 'SUMMARY'} <= set(e) for e in events) and len({e['UID'] for e in events}) == len(events), 'events'
    return events


def check_calendar(name, data):
    try:
        events = calendar_events(data)
        check(all(re.fullmatch(r'\d{8}', e['DTSTART']) and e['DTSTART'] < e['DTEND'] for e in events), f'{name}: a calendar of days')
    except (AssertionError, AttributeError, UnicodeDecodeError) as why:
        check(False, f'{name}: {why}')


def check_atom(name, data, known):
    root = ET.fromstring(data)
    allowed = {ATOM + t for t in 'feed entry title id updated published author name contributor link category summary content'.split()}
    allowed |= {'{tag:nutgraf,2026:ns}version'}
    check({e.tag for e in root.iter()} <= allowed, f'{name}: only Atom elements')
    entries = [root] if root.tag == ATOM + 'entry' else root.findall(ATOM + 'entry')
    stamps = [e.find(ATOM + 'updated').text for e in entries] + [root.find(ATOM + 'updated').text]
    check(all(re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)', s) for s in stamps), f'{name}: RFC 3339 times')
    check(all(e.find(ATOM + 'id').text.startswith('tag:nutgraf,2026:story/') and e.find(ATOM + 'title') is not None for e in entries), f'{name}: ids and titles')
    for content in root.iter(ATOM + 'content'):
        check_markup(name + ' content', content.text, known)


def check_json_feed(name, data):
    feed = json.loads(data)
    check(feed['version'] == 'https://jsonfeed.org/version/1.1' and feed['title'] and isinstance(feed['items'], list), f'{name}: JSON Feed 1.1')
    check(all(isinstance(i['id'], str) and i['content_text'] and i['url'].startswith('https://news.example/story/') and
              re.fullmatch(r'\d{4}-.*T.*(Z|[+-]\d\d:\d\d)', i['date_modified']) for i in feed['items']), f'{name}: each item has what it must')
    check(len({i['id'] for i in feed['items']}) == len(feed['items']) and not unseen(json.dumps(feed, ensure_ascii=False).replace('\n', '')), f'{name}: ids are unique')


def check_markdown(name, text):
    """CommonMark: no raw HTML, no link but ours, no code span, no heading or list that a source began."""
    bare = re.sub(r'\]\(<https?://[^\s<>"]+>\)', ']()', text)
    bare = re.sub(r'\\[!-/:-@\[-`{-~]', '', bare)
    check(not re.search(r'[<>`|~]|\]\([^)]|\]:', bare), f'{name}: no HTML, code or foreign link {re.findall("[^ ]*[<>`|~][^ ]*", bare)[:3]}')
    check(not unseen(text), f'{name}: nothing unseen')


def check_digest(data, known):
    message = email.message_from_bytes(data, policy=email.policy.SMTP)
    check(set(k.lower() for k in message.keys()) == {'from', 'to', 'subject', 'date', 'message-id', 'auto-submitted', 'mime-version', 'content-type'} and
          len(message.keys()) == 8 and not message.defects, f'digest: our headers alone {message.keys()} {message.defects}')
    check(message['to'].addresses[0].addr_spec == 'reader@mail.example' and len(message['to'].addresses) == 1 and
          message['from'].addresses[0].addr_spec == 'news@news.example' and len(message['from'].addresses) == 1, 'digest: from one, to one')
    check('<script>alert(1)</script>' in message['subject'] and not unseen(message['subject']), f'digest: the subject is text {message["subject"]!r}')
    check(message.get_content_type() == 'multipart/alternative' and [p.get_content_type() for p in message.iter_parts()] == ['text/plain', 'text/html'], 'digest: two parts')
    check('Fähre gesunken = 3 Tote.' in message.get_body(('plain',)).get_content(), 'digest: the words come through')
    check_markup('digest', message.get_body(('html',)).get_content().replace('\r\n', '\n'), known)
    check(all(len(l) <= 76 for l in data.split(b'\r\n')) and b'\n' not in data.replace(b'\r\n', b''), 'digest: CRLF, lines of 76')


known = known_markup()
check(len(known) > 60 and not known & {'script', 'img', 'iframe', 'object', 'form'}, 'pages have no script and no picture from elsewhere')
check(not [k for k in known if '@on' in k or k.endswith('@style')], 'no handlers, no style attributes')
fragment = {'h1', 'h2', 'p', 'ul', 'ol', 'li', 'b', 'a', 'a@href', 'br', 'small', 'html', 'html@lang', 'head', 'meta', 'meta@charset', 'meta@name', 'meta@content', 'title', 'body'}
with tempfile.TemporaryDirectory() as top:
    path, out = pathlib.Path(top, 'in.jsonl'), pathlib.Path(top, 'out')
    articles = list(hostile_articles())
    write(path, articles + articles[-2:])  # given twice: said in messages
    done = run('site', '--out', out, '--title', HOSTILE[0], '--address', 'https://news.example/', path)
    check(done.returncode == 1, f'a site of hostile articles {done.stderr[:200]!r}')
    check(all(l.startswith('nutgraf: ') for l in done.stderr.decode().splitlines()) and not unseen(done.stderr.decode().replace('\n', '')), 'messages carry no control characters')
    names = [p for p in out.rglob('*') if p.is_file()]
    odd = [p.name for p in names if not re.fullmatch(r'[a-z0-9-]+\.(html|md|json|atom|ics|opml|css)', p.name)]
    check(len(names) > 20 and not odd and all(out in p.resolve().parents for p in names), f'file names are tame {odd[:3]}')
    stories = [json.loads(p.read_bytes()) for p in out.glob('story/*.json')]
    check(stories and max(s['articles'] for s in stories) > 5 and all(s['sources'] for s in stories), 'the hostile articles are one story with its sources')
    story = ''.join(p.read_text() for p in out.glob('story/*.html'))
    check('&lt;script&gt;alert(1)' in story and 'onerror=alert(1)&gt;' in story and 'Bcc: all@' in story, 'the hostile text is there, as text')
    for p in sorted(names):
        name, data = str(p.relative_to(out)), p.read_bytes()
        if p.suffix == '.html':
            check_markup(name, data.decode(), known | {'article@dir', 'p@lang', 'h1@lang', 'h2@lang', 'q@lang'})
        elif p.suffix == '.atom':
            check_atom(name, data, fragment)
        elif p.suffix == '.opml':
            root = ET.fromstring(data)
            check({e.tag for e in root.iter()} <= {'opml', 'head', 'title', 'body', 'outline'} and
                  all(set(e.attrib) <= {'type', 'text', 'xmlUrl', 'htmlUrl'} for e in root.iter('outline')), f'{name}: only outlines')
            check(all((out / e.get('xmlUrl').removeprefix('https://news.example/')).is_file() for e in root.iter('outline') if e.get('xmlUrl')), f'{name}: each feed is there')
        elif p.suffix == '.ics':
            check_calendar(name, data)
        elif p.suffix == '.md':
            check_markdown(name, data.decode())
        elif p.suffix == '.json' and p.parent.name != 'story':
            check_json_feed(name, data)
    for form in ('text', 'html', 'json', 'markdown', 'atom'):
        done = run('brief', '--format', form, path)
        check(done.stdout and not unseen(done.stdout.decode().replace('\n', '') if form != 'json' else ''), f'brief as {form}: nothing unseen')
    check_markup('brief', run('brief', '--format', 'html', path).stdout.decode(), known | {'style', 'article@dir', 'p@lang', 'h1@lang', 'h2@lang', 'q@lang'})
check_digest(subprocess.run([pathlib.Path(nutgraf).parent / 'tests' / 'test_render', 'digest'], capture_output=True).stdout, fragment)
check_calendar('calendar', subprocess.run([pathlib.Path(nutgraf).parent / 'tests' / 'test_render', 'calendar'], capture_output=True).stdout)
sys.exit(finish())
