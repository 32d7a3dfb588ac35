#!/usr/bin/env python3
"""Thinned, noisy copies of an evaluation set of timelines, to see what holds when the archive is another.

usage: thin_timelines.py FROM TO [SHARE [SEED]]
FROM holds a folder a topic (articles.jsonl, gold.json). TO gets the same topics with a random SHARE (0.5) of their articles, and, where SHARE
is negative, with all of them and as many of the other topics', moved to random days of the topic's range. Score TO as one scores FROM.
"""
import datetime, json, pathlib, random, shutil, sys

source, target = map(pathlib.Path, sys.argv[1:3])
share, chance = float(sys.argv[3]) if len(sys.argv) > 3 else 0.5, random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
topics = {t.name: [json.loads(x) for x in open(t / 'articles.jsonl', encoding='utf-8')] for t in sorted(source.iterdir()) if t.is_dir()}
for name, articles in topics.items():
    if share > 0:
        kept = chance.sample(articles, int(len(articles) * share))
    else:
        days = [datetime.date.fromisoformat(a['published'][:10]) for a in articles]
        others = [a for other, found in topics.items() if other != name for a in found]
        moved = chance.sample(others, min(len(others), int(len(articles) * -share)))
        length = (max(days) - min(days)).days + 1
        kept = articles + [dict(a, published=str(min(days) + datetime.timedelta(chance.randrange(length)))) for a in moved]
    (target / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(source / name / 'gold.json', target / name / 'gold.json')
    with open(target / name / 'articles.jsonl', 'w', encoding='utf-8') as out:
        out.writelines(json.dumps(a) + '\n' for a in sorted(kept, key=lambda a: (a['published'], a['id'])))
