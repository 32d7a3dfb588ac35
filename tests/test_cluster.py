#!/usr/bin/env python3
"""`nutgraf cluster`: the stories of samples/, explanations, bad input. usage: test_cluster.py NUTGRAF. Prints TAP."""
import collections, json, subprocess, sys

from tap import check, finish

nutgraf = sys.argv[1]


def run(*args, given=b''):
    return subprocess.run([nutgraf, 'cluster', *args], input=given, capture_output=True)


def stories(done):
    return {r['id']: r['story'] for r in map(json.loads, done.stdout.decode().splitlines())}


expected = {}
for line in open('tests/cluster/samples.txt'):
    if not line.startswith('#'):
        name, ids = line.split(': ')
        expected[name] = set(ids.split())
done = run('samples')
found = collections.defaultdict(set)
for article, story in stories(done).items():
    found[story].add(article)
check(done.returncode == 0 and sum(map(len, found.values())) == 26, 'every report of the samples is placed')
for name, ids in expected.items():
    check(ids in found.values(), f'samples: {name} is one story and no other joins it')
check(run('samples/feeds', 'samples/pages').stdout == run('samples/pages', 'samples/feeds').stdout, 'files in another order: the same stories')
towns, things = 'Brackwater Dunmarrow Ostrel Saltry Velmere Harrow'.split(), 'bridge ferry mill library harbour school'.split()
lines = [json.dumps({'id': f'n{i}', 'outlet': f'Outlet {i % 5}', 'published': f'2025-10-{i // 30 + 1:02}T{i * 7 % 24:02}:00Z',
                     'title': f'{towns[i % 6]} {things[i // 6 % 6]} closes after inspection number {i // 12}',
                     'text': f'The {things[i // 6 % 6]} of {towns[i % 6]} was closed, Inspector {towns[i // 12 % 6]} Lind{i // 12}qvar said. ' * (1 + i % 40)})
         for i in range(600)]
many = '\n'.join(lines[:300] + ['{"id": 3'] + lines[300:] + lines[:3]).encode()
one, two, eight = [run('--threads', n, given=many) for n in ('1', '2', '8')]
check(len(stories(one)) == 600 and len(set(stories(one).values())) > 10 and b'already placed' in one.stderr, '600 reports are placed, and what is wrong is said')
check((one.stdout, one.stderr) == (two.stdout, two.stderr) == (eight.stdout, eight.stderr), '1, 2 and 8 threads: the same bytes')
check(run('--threads', '1', 'samples').stdout == run('--threads', '8', 'samples').stdout, '... of the samples too')
check(run('--threads', '0').returncode == 2 and run('--threads', '2x').returncode == 2, 'no number of threads: exit code 2')
why = run('--explain', '7827933dec65783b', 'samples').stdout.decode()
check('carries the report of 819a3ef0d4fd8ac6' in why, 'the syndicated copy is known as one')
why = run('--explain', '01ca483722a9c7ab', 'samples').stdout.decode()
check('Marigold Tern' in why and 'runner-up: ' in why and 'log odds' in why, 'an explanation has names, evidence and the runner-up')
check(run('--explain', '01ca483722a9c7ab', '--threads', '1', 'samples').stdout.decode() == why and 'topic: ' in why and 'newsworthy: ' in why, 'the same explanation with one thread, of topic and newsworthiness too')
check(run('--explain', 'nobody', 'samples').returncode == 1, 'an id that is not there: exit code 1')

article = b'{"id": "%s", "title": "Tern Bay bridge closed", "published": "2025-10-07", "text": "The bridge over Tern Bay was closed."}\n'
twice = run(given=article % b'a' + article % b'a' + b'{"id": 3\n' + article % b'b')
check(twice.returncode == 1 and b'already placed' in twice.stderr and len(stories(twice)) == 2, 'an id twice and a broken line are said, the rest is placed')
check(run('--no-such').returncode == 2, 'no such option: exit code 2')
check(run(given=b'').returncode == 1, 'nothing to read: exit code 1')

for line in open('tests/cluster/topics.txt', encoding='utf-8'):
    if line.startswith('#'):
        continue
    topic, url, title, text = (part.strip() for part in line.split('|'))
    given = json.dumps({'id': 'a', 'url': url, 'outlet': 'Herald', 'title': title, 'published': '2025-10-07', 'text': text}).encode()
    why = run('--explain', 'a', given=given).stdout.decode()
    said = why.partition('topic: ')[2].split('\n')[0]
    check(said.startswith('none is sure' if topic == '-' else topic), f'topic {topic}: {title}: {said}')


def newsworth(url, title, text=''):
    given = json.dumps({'id': 'a', 'url': url, 'outlet': 'Herald', 'title': title, 'published': '2025-10-07', 'text': text or title}).encode()
    why = run('--explain', 'a', given=given).stdout.decode().partition('newsworthy: ')[2].split('\n')[0]
    return 0 if why.startswith('no report') else float(why.split(',')[0])


for line in open('tests/cluster/newsworth.txt', encoding='utf-8'):
    kind, _, rest = line.strip().partition(' | ')
    if kind in ('report', 'none'):
        url, title = rest.split(' | ') if ' | ' in rest else ('', rest.lstrip('| '))
        worth = newsworth(url, title)
        check((worth > 0) == (kind == 'report'), f'{title} ({url}) is {kind}: {worth}')
    elif kind == 'more':
        one, other = rest.split(' | ')
        check(newsworth('', one) > newsworth('', other), f'others take up rather "{one}" than "{other}"')
sys.exit(finish())
