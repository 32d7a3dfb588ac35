#!/usr/bin/env python3
"""Learns data/story/weights.txt, and measures what was learned. Needs numpy.

usage: train_stories.py PAIRS ARTICLES.jsonl GOLD.jsonl [--half 0|1] [--report] > weights.txt
PAIRS is what `build/story_pairs 5 ARTICLES.jsonl` writes. The model is logistic regression with a ridge (Newton's
method, no chance in it) towards weights that were expected, over pairs of articles that editors labelled: in one round-up together, or in two. What
nobody labelled is the stream's background and unknown: it takes part in the clustering that chooses the threshold, not
in the learning. The events, in order of time, are dealt in blocks of 20 to two halves of equal density. --half learns
on one of them; without it, weights and threshold come from all events. --report prints instead what docs/STORIES.md
shows: learned on each half and measured on the other, what each feature brings, and a learning curve.
"""
import collections, json, re, sys
import numpy as np

RIDGE, BLEND, MERGE, BLOCK = 60.0, 0.3, 0.5, 20
# What is expected before a single pair is seen: likeness of every kind counts. Few events, many features that say much
# the same: without it, the labelled events alone (of one country's politics) would decide which of them to ignore.
PRIOR = {'title': 1.5, 'lead': 1, 'body': 2, 'names': 1, 'name-words': 0.5, 'numbers': 0.5, 'places': 0.2, 'title-lead': 0.5,
         'contained': 0.7, 'contained-most': 1, 'rarest': 0.7, 'rare-shared': 1, 'gap': -2.5, 'same-outlet': -2, 'nearest': 1,
         'nearest-other': 1.5, 'crowd': -1}
THRESHOLDS = np.arange(0.15, 0.71, 0.05)
GROUPS = [('title', ['title', 'title-lead', 'contained', 'contained-most']), ('lead', ['lead', 'title-lead']), ('body', ['body']),
          ('names', ['names', 'name-words', 'rarest']), ('numbers', ['numbers']), ('places', ['places']), ('rare words', ['rarest', 'rare-shared']),
          ('time between', ['gap']), ('outlet', ['same-outlet']), ('what else there is', ['nearest', 'nearest-other', 'crowd'])]
names = re.findall(r'"([a-z-]+)"', re.search(r'pair_feature_names\[.*?\{(.*?)\}', open('src/story/pair.c').read(), re.S).group(1))

arguments = sys.argv[1:]
report = '--report' in arguments
half = int(arguments[arguments.index('--half') + 1]) if '--half' in arguments else None
paths = [a for a in arguments if not a.startswith('--')][:3]
pairs = np.fromfile(paths[0], dtype=[('a', 'u4'), ('b', 'u4'), ('f', 'f4', (len(names),))])
number = {json.loads(line)['id']: i for i, line in enumerate(open(paths[1], encoding='utf-8'))}
gold = [json.loads(line)['articles'] for line in open(paths[2], encoding='utf-8')]
gold.sort(key=lambda e: min(number[i] for i in e))
event = np.full(len(number), -1)
for k, articles in enumerate(gold):
    event[[number[i] for i in articles]] = k
half_of_event = np.arange(len(gold)) // BLOCK % 2
A, B, F = pairs['a'].astype(int), pairs['b'].astype(int), pairs['f'].astype(float)
same, labelled = event[A] == event[B], (event[A] >= 0) & (event[B] >= 0)
start = np.searchsorted(A, np.arange(len(number) + 1))


def learn(columns, events):
    """Weights (bias last) from the labelled pairs among these events."""
    rows = np.flatnonzero(labelled)
    rows = rows[events[event[A[rows]]] & events[event[B[rows]]]]
    X, y = np.hstack([F[rows][:, columns], np.ones((len(rows), 1))]), same[rows].astype(float)
    prior = np.array([PRIOR[names[i]] for i in columns] + [-3.0])
    w, ridge = prior.copy(), np.eye(X.shape[1]) * RIDGE
    ridge[-1, -1] = 0
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(X @ w, -30, 30)))
        w -= np.linalg.solve((X * (p * (1 - p))[:, None]).T @ X + ridge, X.T @ (p - y) + ridge @ (w - prior))
    return w


def likelihood(columns, w):
    return 1 / (1 + np.exp(-(F[:, columns] @ w[:-1] + w[-1])))


def cluster(p, threshold):
    """The stream as the program clusters it, but for copies, merging and its limits."""
    story = np.arange(len(number))
    for x in np.unique(A[p >= threshold]):
        at = slice(start[x], start[x + 1])
        kinds, which = np.unique(story[B[at]], return_inverse=True)
        most = np.zeros(len(kinds))
        np.maximum.at(most, which, p[at])
        score = BLEND * most + (1 - BLEND) * np.bincount(which, p[at]) / np.bincount(which)
        if score.max() >= threshold:
            story[x] = kinds[score.argmax()]
    return story


def measure(story, events):
    """B-cubed precision, recall, F1 over the articles of these events."""
    by_event, by_story = collections.Counter(), collections.Counter()
    chosen = [i for i in np.flatnonzero(event >= 0) if events[event[i]]]
    by_event.update(event[i] for i in chosen)
    by_story.update(story[i] for i in chosen)
    both = collections.Counter((event[i], story[i]) for i in chosen)
    p = sum(both[event[i], story[i]] / by_story[story[i]] for i in chosen) / len(chosen)
    r = sum(both[event[i], story[i]] / by_event[event[i]] for i in chosen) / len(chosen)
    return p, r, 2 * p * r / (p + r)


def choose(p, events):
    """The lowest threshold that is as good as the best but for 0.003 of F1, each value with its neighbours' help: small
    inputs, in which likeness is scarce, are better served by a low one."""
    f = [measure(cluster(p, t), events)[2] for t in THRESHOLDS]
    smooth = [sum(f[max(0, i - 1):i + 2]) / len(f[max(0, i - 1):i + 2]) for i in range(len(f))]
    return next(t for t, v in zip(THRESHOLDS, smooth) if v >= max(smooth) - 0.003)


def crossed(columns, share=1.0):
    """Learned on each half, measured on the other: both results and their mean, weighted by articles."""
    rows = []
    for h in (0, 1):
        events = half_of_event == h
        if share < 1:
            kept = np.flatnonzero(events)
            events = np.isin(np.arange(len(gold)), kept[np.arange(len(kept)) * share % 1 < share])
        p = likelihood(columns, learn(columns, events))
        t = choose(p, events)
        story = cluster(p, t)
        rows.append((t, measure(story, events), measure(story, half_of_event != h)))
    p, r = [sum(row[2][k] for row in rows) / 2 for k in (0, 1)]
    return rows, (p, r, 2 * p * r / (p + r))


def columns_without(group):
    return [i for i, n in enumerate(names) if n not in group]


everything = list(range(len(names)))
if report:
    rows, mean = crossed(everything)
    print('| learned on | threshold | there: P, R, F1 | measured on the other: P, R, F1 |\n| --- | --- | --- | --- |')
    for h, (t, there, other) in enumerate(rows):
        print(f'| half {h} | {t:.2f} | ' + ' | '.join('%.3f, %.3f, %.4f' % r for r in (there, other)) + ' |')
    print('| both, crossed | | | %.3f, %.3f, %.4f |\n' % mean)
    print('| without | P | R | F1 | lost |\n| --- | --- | --- | --- | --- |')
    for title, group in GROUPS:
        r = crossed(columns_without(group))[1]
        print(f'| {title} | {r[0]:.3f} | {r[1]:.3f} | {r[2]:.4f} | {mean[2] - r[2]:+.4f} |')
    print('\n| share of the half\'s events | P | R | F1 |\n| --- | --- | --- | --- |')
    for share in (0.125, 0.25, 0.5, 1.0):
        print('| %.1f %% | %.3f | %.3f | %.4f |' % (share * 100, *crossed(everything, share)[1]))
    sys.exit()
events = np.ones(len(gold), bool) if half is None else half_of_event == half
w = learn(everything, events)
threshold = choose(likelihood(everything, w), events)
print(f"""# How likely two articles report the same event: "feature weight", a logistic model; then the decision's settings.
# Learned by tools/train_stories.py (no seed: nothing in it is left to chance) from {events.sum()} events that news editors
# rounded up, 2016-2018 (the development half of the stories evaluation set; weights only, no text is here):
#   build/story_pairs 5 $EVAL/data/stories/articles.jsonl > pairs
#   tools/train_stories.py pairs $EVAL/data/stories/articles.jsonl $EVAL/data/stories/gold.jsonl{'' if half is None else f' --half {half}'}
# Licence of this table: MIT, as the program.""")
for name, value in zip(names + ['bias'], w):
    print(f'{name} {value:.3f}')
print(f'join {threshold:.2f}\nblend {BLEND}\nmerge {MERGE}')
