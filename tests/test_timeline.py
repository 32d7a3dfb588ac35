#!/usr/bin/env python3
"""The timeline of a page: which date a sentence is told under, its wording, one entry an event. usage: test_timeline.py NUTGRAF. Prints TAP."""
import json, subprocess, sys

nutgraf, count, failed = sys.argv[1], 0, 0


def check(passed, name, why=''):
    global count, failed
    count += 1
    failed += not passed
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")
    if not passed and why:
        print(f'# {why}')


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
texts = {a['id']: a['text'].encode() for a in (first, second)}
check(all(texts[s['article']][s['begin']:s['end']].endswith(b'.') for e in told['timeline'] for s in e['support']), 'support spans are sentences')
many = [article(n, f'2025-10-{n % 28 + 1:02}', f'The port of Velmere launched ferry number {n} on Oct. {n % 28 + 1} with {n * 7} aboard.') for n in range(60)]
check(len(page(many)['timeline']) <= 20, 'at most 20 entries')
check(page([article(1, '2025-10-08', 'The sea is wide and the harbour of Velmere is deep and cold.')])['timeline'] == [], 'no date, no timeline')
undated = article(1, '', 'The Velmere council closed the Lantern Bridge on Tuesday after an inspector found cracks.')
check(page([undated])['timeline'] == [], 'no publication date: nothing is guessed')
print(f'1..{count}')
sys.exit(failed > 0)
