#!/usr/bin/env python3
"""Learns data/story/pickup.txt: which reports other outlets take up; and measures what was learned. Needs numpy.

usage: train_pickup.py BUILD ARTICLES.jsonl [--report] > pickup.txt
BUILD holds the tools topic_words and story_days. Each report that begins a story in the stream is an example, and the question
is whether, in the end, a second outlet had the story too. The model is logistic regression over the words of title (three times)
and first body words, each once with weight 1 + ln(count), at unit length; all names are left out: what is news about them passes.
A ridge, Newton's method, no chance in it. --report learns on the first 60 % of the reports and measures on the rest: area under
the curve (AUC), also for outlets that were not learned from, within outlets, and next to what the article holds.
"""
import collections, json, math, subprocess, sys
import numpy as np

TITLE, RIDGE, LEAST, LENGTH_LEAST, LEARNED, WEIGHT_LEAST, FOLDS = 3, 2.0, 30, 6.0, 0.6, 0.05, 5


def run(tool, *arguments):
    return subprocess.run([f'{build}/{tool}', *arguments], capture_output=True, text=True, check=True).stdout.splitlines()


def counts_of(title, body):
    counts = collections.Counter()
    for words, times in ((title, TITLE), (body, 1)):
        for word in words.split():
            if word[0] not in '@^' and not word.isupper():
                counts[word] += times
    return {w: 1 + math.log(c) for w, c in counts.items()}


def matrix(vocabulary, documents):
    index = {w: i for i, w in enumerate(vocabulary)}
    out = np.zeros((len(documents), len(vocabulary)))
    for row, words in zip(out, documents):
        known = [(index[w], v) for w, v in words.items() if w in index]
        length = max(LENGTH_LEAST, math.sqrt(sum(v * v for _, v in known)))
        for i, v in known:
            row[i] = v / length
    return out


def learn(X, y):
    """Weights, bias last."""
    X = np.c_[X, np.ones(len(X))]
    w, ridge = np.zeros(X.shape[1]), np.full(X.shape[1], RIDGE)
    ridge[-1] = 0
    for _ in range(8):
        p = 1 / (1 + np.exp(-X @ w))
        w -= np.linalg.solve((X * (p * (1 - p))[:, None]).T @ X + np.diag(ridge), X.T @ (p - y) + ridge * w)
    return w


def auc(score, y):
    """How often one that was taken up stands before one that was not; ties count half."""
    _, at, n = np.unique(score, return_inverse=True, return_counts=True)
    ranks, taken = (np.cumsum(n) - (n - 1) / 2)[at], y.sum()
    return (ranks[y == 1].sum() - taken * (taken + 1) / 2) / (taken * (len(y) - taken))


def vocabulary_of(documents):
    found = collections.Counter(w for d in documents for w in d)
    return sorted(w for w, n in found.items() if n >= LEAST)


def report():
    known = np.arange(len(y)) < LEARNED * len(y)
    later, words = ~known, vocabulary_of([d for d, k in zip(documents, known) if k])
    X = matrix(words, documents)
    w = learn(X[known], y[known])
    score = X @ w[:-1] + w[-1]
    sizes = collections.Counter(outlets)
    fold = {o: i % FOLDS for i, (o, _) in enumerate(sorted(sizes.items(), key=lambda x: (-x[1], x[0])))}
    of, strange = np.array([fold[o] for o in outlets]), np.zeros(len(y))
    for f in range(FOLDS):
        v = learn(X[known & (of != f)], y[known & (of != f)])
        strange[of == f] = X[of == f] @ v[:-1] + v[-1]
    within = [(auc(score[m], y[m]), m.sum()) for o in sizes for m in [later & (np.array(outlets) == o)]
              if m.sum() >= 30 and 3 <= y[m].sum() <= m.sum() - 3]
    print(f'{known.sum()} reports learned from, {later.sum()} later ones measured ({y[later].mean():.3f} of them taken up), '
          f'{len(words)} words\n\n| ranked by | AUC |\n| --- | --- |')
    print(f'| learned words | {auc(score[later], y[later]):.3f} |')
    print(f'| ... of outlets not learned from | {auc(strange[later], y[later]):.3f} |')
    print(f'| ... within one outlet (mean of {len(within)}) | {np.average([a for a, _ in within], weights=[n for _, n in within]):.3f} |')
    for name, column in (('names, figures, quotations and length ("substance")', 0), ('likeness to an earlier story', 1)):
        print(f'| {name} | {auc(held[later, column], y[later]):.3f} |')
    top = np.argsort(-score[later], kind='stable')[:later.sum() // 10]
    print(f'\nOf the tenth ranked first {y[later][top].mean():.3f} were taken up.')


def table():
    words = vocabulary_of(documents)
    w = learn(matrix(words, documents), y)
    print(f"""# How words of a report's title and beginning speak for other outlets taking its story up: "stem weight", a logistic model
# (docs/STORIES.md), "bias B". Learned by tools/train_pickup.py (no seed: nothing in it is left to chance) from {len(y)} reports that
# began a story, 2016-2018 (the development half of the stories evaluation set). Weights only: no text is here.
#   tools/train_pickup.py build $EVAL/data/stories/articles.jsonl
# Licence of this table: MIT, as the program.
bias {w[-1]:.3f}""")
    for word, weight in zip(words, w):
        if abs(weight) >= WEIGHT_LEAST:
            print(f'{word} {weight:.2f}')


build, path = [a for a in sys.argv[1:] if not a.startswith('--')]
first, most = [], collections.Counter()
for line in run('story_days', '3', path):
    kind, *fields = line.split('\t')
    if kind == 'first':
        first.append(fields)
    else:
        most[fields[-1]] = max(most[fields[-1]], int(fields[2]))
outlet_of = {a['id']: a['outlet'] for a in map(json.loads, open(path, encoding='utf-8'))}
words_of = {f[0]: f[2:] for f in (line.split('\t') for line in run('topic_words', '300', path))}
first = [f for f in first if f[0] in most]
documents = [counts_of(*words_of[f[0]]) for f in first]
outlets = [outlet_of[f[0]] for f in first]
held = np.array([[float(f[2]), float(f[3])] for f in first])
y = np.array([most[f[0]] >= 2 for f in first], float)
report() if '--report' in sys.argv else table()
