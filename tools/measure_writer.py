#!/usr/bin/env python3
"""What a page takes of a model's words, wrong ones and right ones, and whether it stays true to its sources.

usage: EVAL=path/to/eval tools/measure_writer.py NUTGRAF [EVENTS]
For each event of $EVAL/data/stories/gold.jsonl (the first EVENTS, 100) two pages, worded by a stub on loopback that answers each unit with a
change of its wording by a rule of tools/perturb.py: one page with rules that make it wrong, one with rules that keep the meaning. Prints the share taken of each,
by rule, and what $EVAL/check_page.py and `nutgraf check` find on the pages.
"""
import collections, datetime, hashlib, json, os, pathlib, random, subprocess, sys, tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'tests'))
import perturb
from model_endpoint import Endpoint

base, nutgraf = pathlib.Path(os.environ['EVAL']), sys.argv[1]
limit = int(sys.argv[2]) if len(sys.argv) > 2 else 100
context = perturb.Context(perturb.read_articles(base / 'data/stories/articles.jsonl', 400))
proposed = []  # of the page at work: (kind, rule, text)
MEANT = [r for r in perturb.RIGHT if r.__name__ not in ('verbatim', 'entry_right', 'facts_joined')]
SPOILT = [r for r in perturb.WRONG if r.__name__ not in ('entry_wrong', 'parts_combined')]


def reworded(unit, rules, siblings):
    """the wording changed by the first rule, in an order drawn for it, that fits; None where none does"""
    said = unit['wording']
    day = (unit['facts'] or [{}])[0].get('published', '2017-01-01')[:10]
    article = {'published': datetime.date.fromisoformat(day), 'sentences': [said] + [f['text'] for f in unit['facts']] + siblings}
    article['words'] = set(' '.join(article['sentences']).split())
    article['names'] = [perturb.names_of(s) for s in article['sentences']]
    rng = random.Random(hashlib.sha256(said.encode()).digest())
    for rule in rng.sample(rules, len(rules)):
        for made in list(rule(said, article, 0, context, rng))[:1]:
            text = made if isinstance(made, str) else made[0]
            if text != said:
                return rule.__name__, text
    return None


def answer(rules, kinds):
    def of(h, asked):
        units, wordings = [], [u['wording'] for u in asked.units]
        for u in asked.units:
            made = reworded(u, rules, wordings) if u['kind'] in kinds and u['wording'] else None
            if made:
                proposed.append((u['kind'], *made))
                units.append({'unit': u['unit'], 'text': made[1]})
        return json.dumps({'units': units})
    return of


def main():
    lines = {json.loads(x)['id']: x for x in open(base / 'data/stories/articles.jsonl', encoding='utf-8')}
    gold = [json.loads(x) for x in open(base / 'data/stories/gold.jsonl', encoding='utf-8')][:limit]
    endpoint = Endpoint({'wrong': answer(SPOILT, ('sentence', 'headline', 'heading')), 'right': answer(MEANT, ('sentence',))})
    counts = {m: collections.defaultdict(lambda: [0, 0]) for m in ('wrong', 'right')}
    violations = []
    with tempfile.TemporaryDirectory() as folder:
        given, page = pathlib.Path(folder, 'articles.jsonl'), pathlib.Path(folder, 'page.json')
        for event in gold:
            given.write_text(''.join(lines[i] for i in event['articles'] if i in lines), encoding='utf-8')
            for model in counts:
                proposed.clear()
                out = subprocess.run([nutgraf, 'brief', '--format', 'json', '--writer', endpoint.url(), '--writer-model', model, given], capture_output=True, text=True)
                page.write_text(out.stdout)
                brief = json.loads(out.stdout)
                texts = {brief['headline']} | {s['heading'] for s in brief['sections']} | {u['text'] for s in brief['sections'] for u in s['sentences']}
                for kind, rule, text in proposed:
                    for key in (rule, 'all ' + kind):
                        counts[model][key][0] += 1
                        counts[model][key][1] += text in texts
                    if model == 'wrong' and text in texts and '--misses' in sys.argv:
                        print(f'{rule}: {text}')
                for checker in ([sys.executable, base / 'check_page.py', page, given], [nutgraf, 'check', '--quiet', page, given]):
                    found = subprocess.run(checker, capture_output=True, text=True)
                    violations += [f"{event['event']} {model}: {x}" for x in found.stdout.splitlines()[:-1] if x] + found.stderr.splitlines()[-1:]
    endpoint.close()
    for model in counts:
        for rule, (n, taken) in sorted(counts[model].items(), key=lambda x: (x[0].startswith('all'), x[0])):
            print(f'{model} | {rule.replace("_", " ")} | {taken / n:.1%} taken of {n}')
    print('\n'.join(violations))
    print(f'{2 * len(gold)} pages, {len(violations)} violations')


if __name__ == '__main__':
    main()
