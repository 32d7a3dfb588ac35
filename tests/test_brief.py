#!/usr/bin/env python3
"""`nutgraf brief`: pages from given articles, as JSON and text; bad input. usage: test_brief.py NUTGRAF. Prints TAP."""
import json, pathlib, subprocess, sys, tempfile

from tap import check, finish

nutgraf = sys.argv[1]


def run(*args, given=b''):
    return subprocess.run([nutgraf, 'brief', *args], input=given, capture_output=True)


ferry = open('tests/brief/ferry.jsonl', 'rb').read()
texts = {a['id']: a['text'].encode() for a in map(json.loads, ferry.splitlines())}
done = run('--format', 'json', 'tests/brief/ferry.jsonl')
check(done.returncode == 0, 'a page is written')
page = json.loads(done.stdout)
units = [u for s in page['sections'] for u in s['sentences']]
said = ' '.join(u['text'] for u in units)
check(all(u['cites'] and u['support'] for u in units), 'each sentence has cites and support')
check(all(texts[s['article']][s['begin']:s['end']].endswith((b'.', b'"')) for u in units for s in u['support']), 'support spans are sentences')
check([u['cites'] for u in units if 'ran aground' in u['text']] == [[1, 2]], 'two reports of one fact are one sentence with both cites')
check(units[0]['text'].startswith('A ferry carrying 140'), 'the lead is first, its dateline left out')
check('No passenger was injured' in said and 'However' not in said, 'a leading connective is left out')
check('He said' not in said and 'We will' not in said and 'Read more' not in said, 'no stranger pronoun, no voice of the desk, no furniture')
check('Lena Okafor told the Island Courier' in said, 'a quotation stands with its speaker')
check(page['headline'] in ('Ferry Runs Aground Off Velmere With 140 Aboard', 'Passenger Ferry Aground Off Velmere'), 'the headline is a title')
check(len(page['sources']) == 2 and page['updated'].startswith('2025-10-07T16:00'), 'all sources, newest time')
check(run('--format', 'json', given=ferry).stdout == done.stdout, 'standard input gives the same bytes')
check(b'[1]' in run('tests/brief/ferry.jsonl').stdout, 'text has cites')
check(all(s['heading'] == s['heading'].strip() and len(s['heading']) <= 88 for s in page['sections']), 'headings are short')
check('on the morning of Oct. 7' in said and 'Tuesday' not in said, 'a weekday just past is a date')

letter = json.dumps({'id': 'o1', 'outlet': 'Tarn Post', 'title': 'Firm Was Warned of Cable Car Brake', 'published': '2026-03-04T08:00:00Z', 'text':
                     'An inspector warned the firm Brandt in March 2024 that the brake of the Corrie cable car was worn, according to a letter.\n\n'
                     'The director of Brandt, Ulla Renner, said on Tuesday that all work had been done.\n\n'
                     'Tom Lund, a guide who saw the car fall, sat in the second row at the inquiry on Tuesday.'})
found = json.loads(run('--format', 'json', given=letter.encode()).stdout)
check(found['sections'][0]['sentences'][0]['text'].startswith('An inspector warned'), 'what has only now come to light leads, however old')

avalanche = json.loads(run('--format', 'json', 'tests/brief/avalanche.jsonl').stdout)
claims = [[(c['value'], c['cites']) for c in d['claims']] for d in avalanche['disagreements'] if d['what'] == 'dead']
check(claims == [[('12', [2]), ('14', [3])]], 'two counts at one time differ; the older, lower one is an update')
told = ' '.join(u['text'] for s in avalanche['sections'][:1] for u in s['sentences'])
check('12 people' in told and '9 people' not in told, 'the text uses the later count')
check(any(s['heading'].startswith('Rescuers With Dogs Search ') or s['heading'].startswith('Rescuers with Dogs Search ') for s in avalanche['sections']),
      'a heading is in the present tense and agrees with its subject')
sentences = {u['text'] for s in avalanche['sections'] for u in s['sentences']}
check([bool(s['note']) for s in avalanche['sources']] == [True, False, True] and not sentences & {s['note'] for s in avalanche['sources']},
      'a note is of what the page has not told; a source all of which it tells has none')
one = json.dumps({'id': 'n1', 'outlet': 'Tarn Wire', 'title': 'Fire at the Mill of Corrie', 'published': '2026-02-01T08:00:00Z', 'text':
                  'A fire destroyed the old mill of Corrie on Sunday, the county clerk said.\n\nThe roof of the mill fell at noon, and nobody was hurt.'})
other = json.dumps({'id': 'n2', 'outlet': 'Fell Radio', 'title': 'Mill of Corrie Burns', 'published': '2026-02-01T09:00:00Z', 'text':
                    'The old mill of Corrie burned down on Sunday, and the county clerk said a fire destroyed it.\n\nFarmers of the valley lost 40 tonnes of seed in the cellar.'})
mill = json.loads(run('--format', 'json', given=(one + '\n' + other + '\n').encode()).stdout)
told = [u['text'] for s in mill['sections'] for u in s['sentences']]
check(sum('destroyed' in t for t in told) == 1 and any('40 tonnes' in t for t in told), 'what says nothing new in other words is not told: ' + str(told))

for story in open('tests/brief/headlines.txt', encoding='utf-8').read().split('\n\n'):
    lines = [x for x in story.splitlines() if x and not x.startswith('#')]
    reports = [dict(zip(('published', 'title', 'text'), x.split(' | '))) for x in lines if ' | ' in x]
    given = ''.join(json.dumps({'id': f'h{i}', 'outlet': f'Tarn Post {i}', **x}) + '\n' for i, x in enumerate(reports))
    headline = json.loads(run('--format', 'json', given=given.encode()).stdout)['headline']
    said = {mark: [w.strip().lower() for x in lines if x.startswith(mark) for w in x[1:].split(';')] for mark in '=!'}
    check(all(w in headline.lower() for w in said['=']) and not any(w in headline.lower() for w in said['!']), f'{reports[0]["title"]}: {headline}')

wire = json.dumps({'id': 'w1', 'outlet': 'Tarn Wire', 'title': 'Lodge Sold', 'published': '2026-02-01T08:00:00Z', 'text':
                   'The council of Corrie sold the ski lodge to the firm Brandt for 4 million crowns.\n\nMayor Ulla Renner said the money '
                   'would pay for a new school.\n\nThe firm Brandt plans to reopen the lodge in the autumn after repairs.\n\n'
                   'The sale on Monday will trigger a review by the county, officials said.'})
copy = json.dumps({**json.loads(wire), 'id': 'w2', 'outlet': 'Fell Radio', 'published': '2026-02-01T09:00:00Z'})
both = json.loads(run('--format', 'json', given=(wire + '\n' + copy + '\n').encode()).stdout)
check(both['sources'][1]['note'] == 'Carries the same report as another source.' and both['sources'][1]['copy_of'] == 1 and both['independent'] == 1, 'a copy says whose report it carries')
figure = json.dumps({**json.loads(copy), 'text': json.loads(copy)['text'] + ' One man was late.'})
both = json.loads(run('--format', 'json', given=(wire + '\n' + figure + '\n').encode()).stdout)
check(both['sources'][1]['note'] == 'Carries the same report as [1].', 'by its number where that is no stranger to its text')
check('on Monday will trigger' in ' '.join(u['text'] for s in both['sections'] for u in s['sentences']), 'a weekday that may lie ahead stays as it is')

crane = json.loads(run('--format', 'json', 'tests/brief/versions.jsonl').stdout)
check((crane['articles'], crane['outlets'], crane['independent']) == (3, 3, 2), 'a flash and an update are one article, and its copy is no report of its own')
check([s.get('copy_of') for s in crane['sources']] == [2, 3, None, None, 3], 'versions point to the next, a copy to its original')
check('five workers hurt' in crane['headline'].lower() and 'UPDATE' not in json.dumps([crane['headline'], crane['sections']]), 'no label of a version in the headline')

with tempfile.TemporaryDirectory() as folder:
    early = folder + '/early.json'
    pathlib.Path(early).write_bytes(run('--format', 'json', given=ferry.splitlines()[0] + b'\n').stdout)
    later = json.loads(run('--format', 'json', '--since', early, 'tests/brief/ferry.jsonl').stdout)
    old = json.loads(pathlib.Path(early).read_text())
    shown = lambda p: {p['headline']} | {u['text'] for s in p['sections'] for u in s['sentences']} | {e['text'] for e in p['timeline']}
    check(later['version'] == 2 and later['id'] == old['id'] and later['since'] == old['updated'], 'a page since another is its next version')
    check({c['text'] for c in later['changes'] if c['kind'] in ('added', 'revised')} == shown(later) - shown(old), 'what is new since is named, and nothing else')
    check({c['was'] for c in later['changes'] if c['kind'] in ('revised', 'withdrawn', 'left out')} == shown(old) - shown(later), 'what is gone since is named, and nothing else')
    for form in ('text', 'markdown', 'html', 'atom'):
        check(b'New since Oct 7, 2025, 14:00 UTC' in run('--format', form, '--since', early, 'tests/brief/ferry.jsonl').stdout, f'what changed stands in {form}')
    pathlib.Path(folder, 'now.json').write_bytes(done.stdout)
    check(not page['changes'] and not json.loads(run('--format', 'json', '--since', folder + '/now.json', 'tests/brief/ferry.jsonl').stdout)['changes'],
          'the same articles change nothing')
    pathlib.Path(early).write_text('no page')
    bad = run('--since', early, 'tests/brief/ferry.jsonl')
    check(bad.returncode == 1 and b'early.json' in bad.stderr and not bad.stdout, 'an earlier page that is none is named')
    missing = run('--since', folder + '/none.json', 'tests/brief/ferry.jsonl')
    check(missing.returncode == 1 and b'none.json' in missing.stderr, 'an earlier page that is missing is named')


# What changed between two pages of a story: tests/brief/bridge.jsonl is a first report, its corrected text, and another outlet's.
first, corrected, other = pathlib.Path('tests/brief/bridge.jsonl').read_bytes().splitlines()


def changed(was, now, form='json'):
    with tempfile.NamedTemporaryFile() as before:
        before.write(run('--format', 'json', given=b'\n'.join(was)).stdout)
        before.flush()
        return run('--format', form, '--since', before.name, given=b'\n'.join(now)).stdout.decode()


def kinds_of(page):
    return {(c['kind'], c['text'] or c['was']): c for c in json.loads(page)['changes']}


grown = kinds_of(changed([first], [first, other]))
check(grown[('confirmed', 'The bridge at Orrin was closed on March 4 after a lorry caught fire, police said.')]['cites'] == [1, 2],
      'what another outlet now says, too, is confirmed')
check(('added', 'Engineers will examine the deck of the bridge on March 5, the roads agency said.') in grown and
      sum(text.startswith('Engineers will') for _, text in grown) == 1, 'a sentence that is also a timeline entry is new once')
mended = kinds_of(changed([first], [corrected]))
check(('withdrawn', 'The driver had ignored a warning light, a witness told the Gazette.') in mended, 'what a corrected report says no more is withdrawn')
check(mended[('revised', 'The bridge was built in 1969 and carries 20,000 vehicles a day.')]['was'] == 'The bridge was built in 1961 and carries 20,000 vehicles a day.',
      'a corrected figure is a revision')
check(not any(kind == 'withdrawn' for kind, _ in grown), 'nothing is withdrawn where the sources stand as they did')
many = [json.loads(other) | {'id': f'more{i}', 'url': f'https://more.example/{i}', 'outlet': f'More {i}', 'published': '2025-03-04T15:00:00Z',
                             'text': json.loads(other)['text'].split('\n\n')[0]} for i in range(4)]
crowded = kinds_of(changed([first, other], [first] + [json.dumps(m).encode() for m in many]))
check(not any(kind == 'withdrawn' for kind, _ in crowded), 'a report that left the story withdraws nothing')
html = changed([first], [corrected], 'html')
check('was built in <del>1961</del> <ins>1969</ins> and carries' in html, 'HTML marks the words that changed')
check('<b class="new">New</b> <span class="said"' in changed([first], [first, other], 'html'), 'a new sentence is marked where it stands')

frame = ('The council of Corrie sold the ski lodge to the firm Brandt for 4 million crowns.\n\n{}\n\nThe firm Brandt plans to '
         'reopen the building in the autumn after repairs.')
for line in open('tests/brief/standing.txt', encoding='utf-8'):
    if line.startswith('#'):
        continue
    kind, case = line.rstrip('\n').split(': ', 1)
    text, words = case.replace('\\n', '\n').split(' => ')
    kind, where = kind.split()[0], '{}' if kind.endswith('first') else frame
    report = json.dumps({'id': 'c', 'outlet': 'Tarn Wire', 'title': 'Lodge at Corrie Sold to the Firm Brandt', 'published': '2026-02-01T08:00:00Z',
                         'text': where.format(text) + ('' if where == frame else frame.replace('{}', ''))})
    one = json.loads(run('--format', 'json', given=report.encode()).stdout)
    shown = json.dumps([one['headline'], one['sections'], [s['note'] for s in one['sources']], [e['text'] for e in one['timeline']]], ensure_ascii=False)
    check((words in shown) == (kind == 'told'), f'{kind}: {text[:60]!r}')

for line in open('tests/brief/disagreements.txt', encoding='utf-8'):
    if line.startswith('#'):
        continue
    case, wanted = line.rstrip('\n').split(' => ')
    case, _, not_told = case.partition(' ~ ')
    reports = ''.join(json.dumps({'id': f'd{i}', 'outlet': f'Tarn Wire {i}', 'title': 'Truck Hits a Crowd in Corrie', 'published': f"2026-02-0{1 + text.startswith('+')}T{8 + i:02}:00:00Z",
                                  'text': text.lstrip('+') + '\n\nThe path runs beside the lake of Tarn and the old sawmill.'}) + '\n' for i, text in enumerate(case.split(' | ')))
    found = json.loads(run('--format', 'json', given=reports.encode()).stdout)
    check(not not_told or not_told not in json.dumps(found['sections']), f'told no more: {not_told}')
    found = found['disagreements']
    shown = '; '.join(f"{d['what']}: " + ', '.join(c['value'] for c in d['claims']) for d in found)
    check(shown == wanted.strip(), f'differ: {case[:60]!r}: {shown!r}')

for line in open('tests/brief/dates.txt', encoding='utf-8'):
    if line.startswith('#'):
        continue
    text, words = line.rstrip('\n').split(' => ')
    report = json.dumps({'id': 'c', 'outlet': 'Tarn Wire', 'title': 'News From Tarn', 'published': '2018-07-15T18:00:00Z', 'text': text})
    shown = ' '.join(u['text'] for s in json.loads(run('--format', 'json', given=report.encode()).stdout)['sections'] for u in s['sentences'])
    check(words in shown, f'date: {words!r} in {shown!r}')

kin = json.dumps({'id': 'k', 'outlet': 'Tarn Wire', 'title': 'Lodge at Corrie Sold', 'published': '2026-02-01T08:00:00Z', 'text':
                  'Petra Lund visited the lodge above Corrie with the council on Friday.\n\nA letter of the clerk Lund, whose daughter Petra '
                  'bought the sawmill, was read to the council of Corrie.'})
check('Petra Lund, whose daughter Petra' not in run('--format', 'json', given=kin.encode()).stdout.decode(), 'a surname beside another first name is not introduced')

two = json.dumps({'id': 'k', 'outlet': 'Tarn Wire', 'title': 'Lodge at Corrie Sold', 'published': '2026-02-01T08:00:00Z', 'text':
                  'Olaf Brock and his wife Petra Brock opened a new school in Corrie on Friday.\n\nIn a letter to the council of Tarn, Brock said the '
                  'school would teach the whole valley of Corrie.'})
check('Petra Brock said' not in run('--format', 'json', given=two.encode()).stdout.decode(), 'a surname of two persons is not introduced')

office = json.dumps({'id': 'k', 'outlet': 'Tarn Wire', 'title': 'Lodge at Corrie Sold', 'published': '2026-02-01T08:00:00Z', 'text':
                     'The lodge above Corrie was sold on Friday.\n\nIt was up to Chief of Staff Terry Kelly to sign for it.\n\nIn a letter to the council of '
                     'Tarn, Kelly ordered that the sale was lawful.'})
said = run('--format', 'json', given=office.encode()).stdout.decode()
check('Kelly ordered' in said and 'Tarn, Staff Terry' not in said, 'an office with "of" is not cut in two')

flood = '{"id": "m", "title": "Many", "published": "2026-01-01", "text": "' + 'The river Tarn rose by 3 metres near the village of Corrie today. ' * 30000 + '"}\n'
check(run('--format', 'json', given=flood.encode()).returncode == 0, 'a text of two megabytes is written about')
broken = run(given=b'{"id": "x"\n' + ferry + ferry)
check(broken.returncode == 1 and b':1' in broken.stderr and broken.stdout, 'broken and double lines are named, the rest is written')
check(run(given=b'').returncode == 1, 'no article: exit code 1')
check(run('--format', 'pdf').returncode == 2, 'no such format: exit code 2')
sys.exit(finish())
