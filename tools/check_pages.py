#!/usr/bin/env python3
"""Writes a page for each event of an evaluation set and counts what an independent scorer finds on it.

usage: EVAL=path/to/eval tools/check_pages.py NUTGRAF [EVENTS | --random GROUPS]
For each event of $EVAL/data/stories/gold.jsonl (the first EVENTS): `nutgraf brief --format json` over its articles, then
$EVAL/check_page.py and `nutgraf check`. --random: GROUPS times ten articles drawn from all (seed 1), which tell of different things. Prints the violations and the distribution of sentences and words a page.
"""
import json, os, pathlib, random, subprocess, sys, tempfile

base, nutgraf = pathlib.Path(os.environ['EVAL']), sys.argv[1]
groups = int(sys.argv[3]) if sys.argv[2:3] == ['--random'] else 0
limit = int(sys.argv[2]) if len(sys.argv) > 2 and not groups else None
lines = {}
for line in open(base / 'data/stories/articles.jsonl', encoding='utf-8'):
    lines[json.loads(line)['id']] = line
gold = [json.loads(x) for x in open(base / 'data/stories/gold.jsonl', encoding='utf-8')][:limit]
if groups:
    draw = random.Random(1)
    gold = [{'event': f'group {i + 1}', 'articles': draw.sample(sorted(lines), 10)} for i in range(groups)]
violations, empty, timelines, units, sentences, words = [], [], 0, 0, [], []
with tempfile.TemporaryDirectory() as folder:
    given, written = pathlib.Path(folder, 'articles.jsonl'), pathlib.Path(folder, 'page.json')
    for event in gold:
        given.write_text(''.join(lines[i] for i in event['articles'] if i in lines), encoding='utf-8')
        page = subprocess.run([nutgraf, 'brief', '--format', 'json', given], capture_output=True)
        if page.returncode:
            violations.append(f"{event['event']}: exit code {page.returncode}: {page.stderr.decode()[:200]}")
            continue
        written.write_bytes(page.stdout)
        found = subprocess.run([sys.executable, base / 'check_page.py', written, given], capture_output=True, text=True)
        violations += [f"{event['event']}: {x}" for x in found.stdout.splitlines()[:-1] if x] + found.stderr.splitlines()[-1:]
        own = subprocess.run([nutgraf, 'check', '--quiet', written, given], capture_output=True, text=True)
        violations += [f"{event['event']}: nutgraf check: {x}" for x in own.stdout.splitlines()[:-1]] + own.stderr.splitlines()
        units += int(own.stdout.splitlines()[-1].split()[0]) if own.stdout else 0
        brief = json.loads(page.stdout)
        texts = [u['text'] for s in brief['sections'] for u in s['sentences']]
        if not texts:
            empty.append(event['event'])
        timelines += bool(brief['timeline'])
        sentences.append(len(texts))
        words.append(sum(len(t.split()) for t in texts))
print('\n'.join(violations))
spread = lambda v: '/'.join(str(sorted(v)[min(len(v) - 1, len(v) * q // 100)]) for q in (0, 10, 50, 90, 100)) if v else '-'
print(f'{len(gold)} pages, {units} units, {len(violations)} violations, {len(empty)} without a sentence, {timelines} with a timeline')
print(f'sentences (least, 10 %, median, 90 %, most): {spread(sentences)}; words: {spread(words)}')
sys.exit(bool(violations))
