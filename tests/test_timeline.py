#!/usr/bin/env python3
"""The timeline of a page: which date a sentence is told under, its wording, one entry an event. usage: test_timeline.py NUTGRAF. Prints TAP."""
import json, subprocess, sys

from tap import check, finish

nutgraf = sys.argv[1]


def article(number, published, text, outlet='Velmere Courier', title='Notes from Velmere'):
    return {'id': f'a{number}', 'url': f'https://courier.example/{number}', 'outlet': outlet, 'title': title,
            'published': published, 'text': text}


def page(articles):
    done = subprocess.run([nutgraf, 'brief', '--format', 'json'], input='\n'.join(map(json.dumps, articles)).encode(), capture_output=True)
    return json.loads(done.stdout)


for line in open('tests/timeline/entries.txt', encoding='utf-8'):
    if not line.strip() or line.startswith('#'):
        continue
    given, _, wanted = line.strip().rpartition(' => ')
    published, _, text = given.partition(' | ')
    entries = page([article(1, published, text)])['timeline']
    got = ' ; '.join(f"{e['date']} | {e['text']}" for e in entries) or 'none'
    check(got == wanted, f'{wanted[:10]}: {text}', f'got {got}')

first = article(1, '2025-10-08', 'A storm flooded the port of Velmere on Tuesday and killed nine dockers.\n\n'
                'The port was last flooded in 1974, when the sea wall broke.\n\n'
                'The council of Velmere will meet on Thursday to discuss the sea wall.')
second = article(2, '2025-10-09', 'Nine dockers were killed when a storm flooded the port of Velmere on Tuesday.\n\n'
                 'The council of Velmere met on Thursday and voted to rebuild the sea wall for 40 million crowns.', 'Harrow Lantern')
told = page([first, second])
dates = [e['date'] for e in told['timeline']]
check(dates == sorted(dates) and len(set(dates)) == len(dates), 'sorted, one entry an event', dates)
check(dates == ['1974', '2025-10-07', '2025-10-09'], 'background and both days', dates)
flood = [e for e in told['timeline'] if e['date'] == '2025-10-07']
check(flood and flood[0]['cites'] == [1, 2], 'two reports of one event are one entry with both cites', flood)
met = [e for e in told['timeline'] if e['date'] == '2025-10-09']
check(met and 'met on Oct. 9' in met[0]['text'], 'what took place stands before what was planned', met)
told = page([article(3, '2025-10-07', 'Some 1,300 people in the villages of Vellan and Thornby were told to leave their homes on Tuesday after engineers found a crack in the Vellan dam.'),
             article(4, '2025-10-08', 'Engineers were lowering the Vellan reservoir on Wednesday after a crack in the dam forced about 1,300 people from two villages.', 'Harrow Lantern')])
check([e['date'] for e in told['timeline']] == ['2025-10-07', '2025-10-08'], 'what goes on from an event the day after is another', told['timeline'])
told = page([first, second])
texts = {a['id']: a['text'].encode() for a in (first, second)}
check(all(texts[s['article']][s['begin']:s['end']].endswith(b'.') for e in told['timeline'] for s in e['support']), 'support spans are sentences')
many = [article(n, f'2025-10-{n % 28 + 1:02}', f'The port of Velmere launched ferry number {n} on Oct. {n % 28 + 1} with {n * 7} aboard.') for n in range(60)]
check(len(page(many)['timeline']) <= 20, 'at most 20 entries')
check(page([article(1, '2025-10-08', 'The sea is wide and the harbour of Velmere is deep and cold.')])['timeline'] == [], 'no date, no timeline')
undated = article(1, '', 'The Velmere council closed the Lantern Bridge on Tuesday after an inspector found cracks.')
check(page([undated])['timeline'] == [], 'no publication date: nothing is guessed')

def timeline(*args, given=b''):
    return subprocess.run([nutgraf, 'timeline', *args], input=given, capture_output=True, timeout=120)


def lines(articles):
    return '\n'.join(map(json.dumps, articles)).encode()


archive = [article(1, '2025-03-02', 'A dam above Ostrel broke on March 1 and flooded four villages.\n\nRescuers reached the villages on Sunday.'),
           article(2, '2025-03-05', 'The dam above Ostrel broke on March 1, killing thirty people in four villages.'),
           article(3, '2025-03-20', 'Engineers had warned the owner before the dam above Ostrel broke on March 1.\n\nParliament debated the flood on March 19.'),
           article(4, '2025-06-01', 'The owner of the dam that broke on March 1 was charged on May 30 in Ostrel.'),
           article(5, '2025-06-09', 'The owner of the Ostrel dam, charged on May 30, denied that he had been warned before March 1.'),
           article(6, '2025-06-10', 'A fair of the harbour towns opened on June 10 in Velmere with a boat race.')]
done = timeline('--dates', '2', '--format', 'json', given=lines(archive))
told = json.loads(done.stdout)
check(done.returncode == 0 and [d['date'] for d in told] == ['2025-03-01', '2025-05-30'], 'the days that later articles come back to', told)
check(all(len(d['sentences']) == 1 for d in told) and 'broke on March 1' in told[0]['sentences'][0], 'a sentence for each')
texts = {a['id']: a['text'].encode() for a in archive}
check(all(texts[s['article']][s['begin']:s['end']].decode() == d['sentences'][k] for d in told for k, s in enumerate(d['support'])), 'support is the very words')
again = json.loads(timeline('--dates', '1', '--sentences', '3', '--format', 'json', given=lines(archive)).stdout)
check(len(again) == 1 and len(set(again[0]['sentences'])) == len(again[0]['sentences']) > 1, 'more sentences of a day do not repeat')
check(json.loads(timeline('--from', '2025-05-01', '--to', '2025-06-02', '--format', 'json', given=lines(archive)).stdout)[0]['date'] == '2025-05-30', 'only days of the range')
check(timeline('--dates', '2', '--format', 'json', given=lines(archive[::-1])).stdout == done.stdout, 'the order of articles does not matter')
check(timeline('--dates', '2', given=lines(archive)).stdout.startswith(b'2025-03-01  '), 'text')
check(timeline('--dates', '2', '--format', 'markdown', given=lines(archive)).stdout.startswith(b'- **2025-03-01** '), 'markdown')
own = [article(1, '2025-06-01', 'Workers repaired the dam of Ostrel and its gates before May 8.'),
       article(2, '2025-06-02', 'Workers repaired the dam of Ostrel and its gates on May 10.')]
check(json.loads(timeline('--dates', '1', '--format', 'json', given=lines(own)).stdout)[0]['date'] == '2025-05-10', 'the day of what happened before a day that bounds it')
for wrong in (['--dates', '0'], ['--dates', '-3'], ['--dates', '1e9'], ['--dates', '99999999999999999999'], ['--sentences', '0'], ['--sentences'],
              ['--from', '2025-02-30'], ['--from', 'yesterday'], ['--format', 'pdf'], ['--hours', '3'],
              ['--from', '2025-06-01', '--to', '2025-05-01']):
    done = timeline(*wrong, given=lines(archive))
    check(done.returncode == 2 and b'--help' in done.stderr and not done.stdout, f'misuse: {" ".join(wrong)}', done.stderr)
check(timeline('--from', '0001-01-01', '--to', '9999-12-31', '--dates', '10000', given=lines(archive)).returncode == 0, 'a range of ten thousand years')
check(timeline('--from', '1900-01-01', '--to', '1900-12-31', '--format', 'json', given=lines(archive)).stdout.strip() == b'[]', 'a range without a day is an empty timeline')
check(timeline(given=b'').returncode == 1, 'no article: exit code 1')
done = timeline('--format', 'json', given=lines(archive + [article(7, '', 'A dam broke on March 1.')]) + b'\n{"id": \n')
check(done.returncode == 1 and b'a7' in done.stderr and json.loads(done.stdout), 'without a date of publication, or broken: said, the rest is done', done.stderr)
check(b'nutgraf timeline --from' in timeline('--help').stdout, 'help has an example')
days = ' '.join(f'On {m} {d}, 2025, the dam was mended.' for m in ('March', 'April', 'May') for d in range(1, 29))
check(timeline('--dates', '100', '--sentences', '100', given=lines([article(n, '2025-06-01', days) for n in range(50)])).returncode == 0, 'the same sentences fifty times')
sys.exit(finish())
