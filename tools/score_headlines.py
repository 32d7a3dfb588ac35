#!/usr/bin/env python3
"""Headlines and leads of pages against the editors' own, next to three baselines in the same run.

usage: EVAL=path/to/eval tools/score_headlines.py NUTGRAF [--events N] [--no-baselines]
For each event of $EVAL/data/stories/gold.jsonl: `nutgraf brief --format json` over its articles. The page's headline is held
against the editors' `headline` (ROUGE-1 F), the first 60 words of the page's sentences against `roundup` (ROUGE-1 and -2
recall). ROUGE (Lin 2004): clipped n-gram overlap of lower-case words, here with a plain suffix stemmer and no stop list.
Baselines:
  longest title   the longest of the sources' titles as headline; the sentences of its article as lead
  central title   the title with the highest mean cosine to the others (ties: the first); the sentences of its article as lead
  LexRank         continuous LexRank (Erkan & Radev 2004) over all sentences of the articles: the best is the headline, cut
                  at 110 characters; the best, without repetition (cosine 0.5), in rank order, are the lead
"""
import argparse, collections, json, math, os, pathlib, re, subprocess, tempfile

LEAD_WORDS, HEADLINE_LONGEST = 60, 110


def words(text):
    found = re.findall(r"[a-z0-9]+", text.lower().replace('’', "'").replace("'s", ''))
    return [re.sub(r'(ing|ed|es|s)$', '', w) if len(w) > 4 else w for w in found]


def grams(text, n):
    w = words(text)
    return collections.Counter(tuple(w[i:i + n]) for i in range(len(w) - n + 1))


def overlap(text, reference, n):
    """recall and precision of n-grams"""
    x, r = grams(text, n), grams(reference, n)
    shared = sum((x & r).values())
    return shared / max(1, sum(r.values())), shared / max(1, sum(x.values()))


def f_score(text, reference):
    recall, precision = overlap(text, reference, 1)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0


def first_words(sentences):
    return ' '.join(' '.join(sentences).split()[:LEAD_WORDS])


def sentences_of(text):
    parts = [p for line in text.split('\n') for p in re.split(r'(?<=[.!?])\s+(?=["“A-Z])', line)]
    return [p.strip() for p in parts if len(p.split()) >= 5]


def vectors(texts, idf):
    out = []
    for text in texts:
        v = {w: c * idf[w] for w, c in collections.Counter(words(text)).items()}
        norm = math.sqrt(sum(x * x for x in v.values())) or 1
        out.append({w: x / norm for w, x in v.items()})
    return out


def cosine(x, y):
    if len(y) < len(x):
        x, y = y, x
    return sum(v * y[w] for w, v in x.items() if w in y)


def idf_of(texts):
    df = collections.Counter(w for t in texts for w in set(words(t)))
    return {w: math.log(len(texts) / c) + 0.1 for w, c in df.items()}


def lexrank(sentences):
    v = vectors(sentences, idf_of(sentences))
    n = len(v)
    like = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for k in range(i):
            like[i][k] = like[k][i] = cosine(v[i], v[k])
    total = [sum(row) or 1 for row in like]
    rank = [1 / n] * n
    for _ in range(30):
        share = [rank[i] / total[i] for i in range(n)]
        rank = [0.15 / n + 0.85 * sum(like[i][k] * share[k] for k in range(n)) for i in range(n)]
    chosen = []
    for i in sorted(range(n), key=lambda i: -rank[i]):
        if all(like[i][k] < 0.5 for k in chosen):
            chosen.append(i)
        if sum(len(sentences[k].split()) for k in chosen) >= LEAD_WORDS:
            break
    return [sentences[i] for i in chosen]


def baselines(articles):
    titles = [a['title'] for a in articles]
    longest = max(range(len(titles)), key=lambda i: len(titles[i]))
    v = vectors(titles, idf_of(titles + [a['text'] for a in articles]))
    central = max(range(len(titles)), key=lambda i: (sum(cosine(v[i], x) for x in v), -i))
    ranked = lexrank([s for a in articles for s in sentences_of(a['text'])][:600])
    yield 'longest title', titles[longest], sentences_of(articles[longest]['text'])
    yield 'central title', titles[central], sentences_of(articles[central]['text'])
    yield 'LexRank', ranked[0][:HEADLINE_LONGEST] if ranked else '', ranked


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('nutgraf')
    options.add_argument('--events', type=int)
    options.add_argument('--no-baselines', action='store_true')
    given = options.parse_args()
    base = pathlib.Path(os.environ['EVAL'], 'data/stories')
    gold = [json.loads(x) for x in open(base / 'gold.jsonl', encoding='utf-8')][:given.events]
    wanted = {i for event in gold for i in event['articles']}
    articles = {}
    for line in open(base / 'articles.jsonl', encoding='utf-8'):
        x = json.loads(line)
        if x['id'] in wanted:
            articles[x['id']] = x
    sums = collections.defaultdict(lambda: [0.0] * 4)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'articles.jsonl')
        for event in gold:
            members = [articles[i] for i in event['articles'] if i in articles]
            path.write_text(''.join(json.dumps(x) + '\n' for x in members), encoding='utf-8')
            page = json.loads(subprocess.run([given.nutgraf, 'brief', '--format', 'json', path], capture_output=True, check=True).stdout)
            rows = [('nutgraf', page['headline'], [u['text'] for s in page['sections'] for u in s['sentences']])]
            if not given.no_baselines:
                rows += baselines(members)
            for name, headline, sentences in rows:
                lead = first_words(sentences)
                figures = (f_score(headline, event['headline']), overlap(lead, event['roundup'], 1)[0],
                           overlap(lead, event['roundup'], 2)[0], len(headline))
                sums[name] = [a + b for a, b in zip(sums[name], figures)]
    print(f'{len(gold)} events   headline R-1 F   lead R-1   lead R-2   headline length')
    for name, s in sums.items():
        print('{:<14}{:>14.4f}{:>11.4f}{:>11.4f}{:>18.1f}'.format(name, *(x / len(gold) for x in s)))


if __name__ == '__main__':
    main()
