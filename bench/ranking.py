#!/usr/bin/env python3
"""How high Top Headlines ranks what editors rounded up, at the end of each day, next to plainer orders.

usage: ranking.py BUILD STORIES    BUILD holds the tool story_days, STORIES is $EVAL/data/stories
A day counts where editors rounded up an event with articles of that day. The stories of the last three days are ranked; those that
hold articles of such an event are what should stand first. Ties are broken by the story's id, which means nothing."""
import collections, json, subprocess, sys
from datetime import date

build, folder = sys.argv[1:]
published = {a['id']: a['published'][:10] for a in map(json.loads, open(f'{folder}/articles.jsonl', encoding='utf-8'))}
story_of = {r['id']: r['story'] for r in map(json.loads, subprocess.run(
    [f'{build}/nutgraf', 'cluster', f'{folder}/articles.jsonl'], capture_output=True, text=True).stdout.splitlines())}
wanted = collections.defaultdict(set)
for event in map(json.loads, open(f'{folder}/gold.jsonl', encoding='utf-8')):
    for ident in event['articles']:
        wanted[date.fromisoformat(published[ident]).toordinal() - date(1970, 1, 1).toordinal()].add(story_of[ident])
days = collections.defaultdict(list)
for line in subprocess.run([f'{build}/story_days', '3', f'{folder}/articles.jsonl'], capture_output=True, text=True).stdout.splitlines():
    kind, day, *fields = line.split('\t')
    if kind == 'day':
        days[int(day)].append((fields[0], *map(float, fields[1:7])))
orders = {'score': lambda s: s[5], 'outlets': lambda s: s[1], 'reports': lambda s: s[2],
          'new reports': lambda s: s[3], 'newest first': lambda s: -s[4]}
judged = [d for d in wanted if any(s[0] in wanted[d] for s in days[d])]
print(f'{len(judged)} days, {sum(len(days[d]) for d in judged) / len(judged):.1f} stories and '
      f'{sum(sum(s[0] in wanted[d] for s in days[d]) for d in judged) / len(judged):.2f} wanted on each\n')
print('| ranked by | mean reciprocal rank | found in the first 3 | 5 | 10 | 20 |\n| --- | --- | --- | --- | --- | --- |')
for name, key in orders.items():
    reciprocal, found, total = 0, collections.Counter(), 0
    for d in judged:
        ranks = [k for k, s in enumerate(sorted(days[d], key=lambda s: (-key(s), s[0])), 1) if s[0] in wanted[d]]
        reciprocal += 1 / ranks[0]
        total += len(ranks)
        for most in (3, 5, 10, 20):
            found[most] += sum(r <= most for r in ranks)
    print(f'| {name} | {reciprocal / len(judged):.3f} | ' + ' | '.join(f'{found[m] / total:.3f}' for m in (3, 5, 10, 20)) + ' |')
