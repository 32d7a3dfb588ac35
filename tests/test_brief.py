#!/usr/bin/env python3
"""`nutgraf brief`: pages from given articles, as JSON and text; bad input. usage: test_brief.py NUTGRAF. Prints TAP."""
import json, subprocess, sys

nutgraf, count, failed = sys.argv[1], 0, 0


def check(passed, name):
    global count, failed
    count += 1
    failed += not passed
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")


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
broken = run(given=b'{"id": "x"\n' + ferry + ferry)
check(broken.returncode == 1 and b':1' in broken.stderr and broken.stdout, 'broken and double lines are named, the rest is written')
check(run(given=b'').returncode == 1, 'no article: exit code 1')
check(run('--format', 'pdf').returncode == 2, 'no such format: exit code 2')
print(f'1..{count}')
sys.exit(failed > 0)
