#!/usr/bin/env python3
"""`nutgraf site` over the samples and over broken input: files, links, lists, same bytes. usage: test_site.py NUTGRAF. Prints TAP."""
import html.parser, json, os, pathlib, subprocess, sys, tempfile, urllib.parse, xml.etree.ElementTree

from tap import check, finish

nutgraf = sys.argv[1]
ATOM = '{http://www.w3.org/2005/Atom}'
NOW = '2025-10-15T20:00:00Z'


def site(out, *arguments):
    return subprocess.run([nutgraf, 'site', '--out', out, *arguments], capture_output=True, text=True)


class Page(html.parser.HTMLParser):
    """Collects links, ids and headings, and whether every element is closed in order."""
    VOID = {'meta', 'link', 'br', 'img', 'hr', 'input'}

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.open, self.is_nested, self.levels = [], [], [], True, []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.links += [attributes[k] for k in ('href', 'src') if attributes.get(k)]
        self.ids += [attributes['id']] if 'id' in attributes else []
        self.levels += [int(tag[1])] if tag in ('h1', 'h2', 'h3') else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.is_nested &= bool(self.open) and self.open.pop() == tag


def files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(pathlib.Path(folder).rglob('*')) if p.is_file()}


def dead_links(folder, path, page):
    for link in page.links:
        url = urllib.parse.urlsplit(link)
        if url.scheme:
            continue
        target = pathlib.Path(os.path.normpath(folder / path.parent / url.path)) if url.path else folder / path
        if not target.is_file():
            yield f'{path}: {link}'
        elif url.fragment and not url.path and url.fragment not in page.ids:
            yield f'{path}: {link}'


with tempfile.TemporaryDirectory() as top:
    one, two = pathlib.Path(top, 'one'), pathlib.Path(top, 'two')
    done = site(one, '--now', NOW, '--address', 'https://news.example/', 'samples')
    check(done.returncode == 0 and not done.stderr, f'the samples become a site without a complaint {done.stderr[:200]!r}')
    site(two, '--now', NOW, '--address', 'https://news.example/', '--threads', '3', 'samples')
    check(files(one) == files(two) and len(files(one)) > 40, 'three threads write the same bytes as one')
    written = files(one)
    pages = {p: Page(b.decode()) for p, b in written.items() if p.suffix == '.html'}
    check(all(p.is_nested and not p.open for p in pages.values()), 'every element is closed in order')
    check(all(p.levels and p.levels[0] == 1 and p.levels.count(1) == 1 and all(b - a <= 1 for a, b in zip(p.levels, p.levels[1:]))
              for p in pages.values()), 'headings have no gaps, and one is the first')
    check(all(len(p.ids) == len(set(p.ids)) for p in pages.values()), 'ids are unique on a page')
    dead = [x for path, page in pages.items() for x in dead_links(one, path, page)]
    check(not dead, f'no link leads nowhere {dead[:3]}')
    outside = [l for path, page in pages.items() for l in page.links if l.startswith('http') and '.example' not in l]
    check(not outside, f'no request to anywhere else {outside[:3]}')
    briefs = [json.loads(b) for p, b in written.items() if p.parent.name == 'story' and p.suffix == '.json']
    check(sum(b['articles'] for b in briefs) == 26, 'each of the 26 reports is in one story')
    check(all(pathlib.Path('story', b['id'] + end) in written for b in briefs for end in ('.html', '.md')), 'each story has three forms')
    check(all(b['sections'] and b['sources'] for b in briefs), 'every page has a section and its sources')
    largest = max(briefs, key=lambda b: b['articles'])
    check(largest['articles'] >= 5 and largest['outlets'] >= 5, 'the sinking has its reports from at least five outlets')
    for p, b in written.items():
        if p.suffix == '.atom':
            root = xml.etree.ElementTree.fromstring(b)
            kind = 'entry' if p.parent.name == 'story' else 'feed'
            if not (root.tag == ATOM + kind and root.find(ATOM + 'id') is not None and root.find(ATOM + 'updated') is not None):
                check(False, f'{p} is an Atom {kind}')
    entries = xml.etree.ElementTree.fromstring(written[pathlib.Path('feed.atom')]).findall(ATOM + 'entry')
    check(len(entries) == len(briefs) and all(e.find(ATOM + 'link').get('href').startswith('https://news.example/story/') for e in entries),
          'the Atom feed has an entry for each story, linked')
    check('Northmark Rovers 2' in written[pathlib.Path('minority.html')].decode(), 'a match that one outlet alone reports is a minority report')
    check(all(len(b) < 60_000 for p, b in written.items() if p.suffix == '.html'), 'pages stay below 60 KB')

    lines = subprocess.run([nutgraf, 'export', 'samples'], capture_output=True).stdout
    again = subprocess.run([nutgraf, 'export'], input=lines, capture_output=True).stdout
    check(lines.count(b'\n') == 26 and lines == again, 'the articles as JSON lines, and the same from those')
    (pathlib.Path(top, 'all.jsonl')).write_bytes(lines)
    site(pathlib.Path(top, 'three'), '--now', NOW, '--address', 'https://news.example/', pathlib.Path(top, 'all.jsonl'))
    check(files(one) == files(pathlib.Path(top, 'three')), 'JSON lines give the same site as what they were made from')

    bad = pathlib.Path(top, 'bad')
    bad.mkdir()
    good = b'{"id":"a","title":"Bridge at Orrin Falls reopens","outlet":"Post","published":"2025-10-07T10:00:00Z","text":"The bridge at Orrin Falls reopened to traffic on Tuesday after repairs that took nine months and cost 4 million crowns."}\n'
    (bad / '1.jsonl').write_bytes(good + b'not json\n' + good)
    (bad / '2.xml').write_bytes(b'<rss><channel><item><title>cut')
    (bad / '3.html').write_bytes(b'<html><body><a href=x>list</a></body></html>')
    (bad / '4.html').write_bytes(b'')
    (bad / '5.html').write_bytes(bytes(range(256)) * 40)
    (bad / '6.jsonl').write_bytes(b'{"id":"b","title":"\xff\xfe","published":"2025-02-31","text":"The \xff council of Orrin Falls met for two hours on Monday."}\n')
    done = site(pathlib.Path(top, 'out'), str(bad))
    check(done.returncode == 1, 'something skipped: exit code 1')
    for name in ('1.jsonl:2', '1.jsonl:3', '3.html', '4.html', '5.html', '6.jsonl:1'):
        check(name in done.stderr, f'{name} is named')
    check(b'Orrin Falls' in b''.join(files(pathlib.Path(top, 'out')).values()), 'the rest is written')
    check(site(pathlib.Path(top, 'out'), '/nonexistent').returncode == 1, 'a file that is not there: exit code 1')
    (pathlib.Path(top, 'file')).write_text('')
    done = site(pathlib.Path(top, 'file', 'out'), 'samples')
    check(done.returncode == 1 and 'file' in done.stderr, 'a directory that cannot be made is said')
for arguments in ([], ['--out'], ['--out', 'x'], ['--out', 'x', '--threads', '0', 'samples'], ['--out', 'x', '--now', 'noon', 'samples'], ['--colour']):
    check(subprocess.run([nutgraf, 'site', *arguments], capture_output=True).returncode == 2, f'misuse: {arguments}')
sys.exit(finish())
