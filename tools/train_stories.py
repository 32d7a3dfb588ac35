#!/usr/bin/env python3
"""Learns data/story/weights.txt, and measures what was learned. Needs numpy.

usage: train_stories.py PAIRS ARTICLES.jsonl GOLD.jsonl [--half 0|1] [--report] > weights.txt
PAIRS is what `build/story_pairs 5 ARTICLES.jsonl` writes. The model is logistic regression with a ridge (Newton's
method, no chance in it) towards weights that were expected, over pairs of articles that editors labelled: in one round-up together, or in two. What
nobody labelled is the stream's background and unknown: it takes part in the clustering that chooses the threshold, not
in the learning. The events, in order of time, are dealt in blocks of 20 to two halves of equal density. --half learns
on one of them; without it, weights and threshold come from all events. --report prints instead what docs/STORIES.md
shows: learned on each half and measured on the other, what each feature brings, and a learning curve. All clustering is
the program's own, with the weights in question (build/story_pairs); run from the root of the source tree.
"""
import collections, json, re, subprocess, sys, tempfile
import numpy as np

RIDGE, BLOCK = 5.0, 20
# What is expected before a single pair is seen: likeness of every kind counts. Few events, many features that say much
# the same: without it, the labelled events alone (of one country's politics) would decide which of them to ignore.
PRIOR = {'title': 1.5, 'lead': 1, 'body': 2, 'names': 1, 'name-words': 0.5, 'numbers': 0.5, 'places': 0.2, 'title-lead': 0.5,
         'all-words': 0,
         'contained': 0.7, 'contained-most': 1, 'rarest': 0.7, 'rare-shared': 1, 'gap': -2.5, 'next-day': 0,
         'second-day': 0, 'other-event': -0.5, 'event-age': 0, 'same-outlet': -2, 'nearest': 1,
         'nearest-other': 1.5, 'crowd': -1, 'scarce': 1}
FIXED = ['scarce'] # by reason alone: in a stream of half as many reports, two of them are twice as likely to tell of one event
THRESHOLDS = (0.24, 0.27, 0.30, 0.33, 0.36, 0.39, 0.42)
MAY_SPEAK_AGAINST = ['gap', 'next-day', 'second-day', 'other-event', 'event-age', 'same-outlet', 'crowd']
GROUPS = [('title', ['title', 'title-lead', 'contained', 'contained-most']), ('lead', ['lead', 'title-lead']), ('body', ['body', 'all-words']),
          ('names', ['names', 'name-words', 'rarest']), ('numbers', ['numbers']), ('places', ['places']), ('rare words', ['rarest', 'rare-shared']),
          ('time between', ['gap', 'next-day', 'second-day']), ('day of the event', ['other-event', 'event-age']), ('outlet', ['same-outlet']), ('what else there is', ['nearest', 'nearest-other', 'crowd'])]
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


def learn(columns, events):
    """Weights (bias last) from the labelled pairs among these events. Likeness never speaks against: where it would, it weighs
    nothing."""
    rows = np.flatnonzero(labelled)
    rows = rows[events[event[A[rows]]] & events[event[B[rows]]]]
    X, y = np.hstack([F[rows][:, columns], np.ones((len(rows), 1))]), same[rows].astype(float)
    prior = np.array([PRIOR[names[i]] for i in columns] + [-3.0])
    w, ridge = prior.copy(), np.eye(X.shape[1]) * RIDGE
    ridge[-1, -1] = 0
    free = np.array([names[i] not in FIXED for i in columns] + [True])
    while True:
        for _ in range(30):
            p = 1 / (1 + np.exp(-np.clip(X @ w, -30, 30)))
            hessian, slope = (X * (p * (1 - p))[:, None]).T @ X + ridge, X.T @ (p - y) + ridge @ (w - prior)
            w[free] -= np.linalg.solve(hessian[np.ix_(free, free)], slope[free])
        wrong = [k for k, i in enumerate(columns) if free[k] and w[k] < 0 and names[i] not in MAY_SPEAK_AGAINST]
        if not wrong:
            return w
        w[wrong] = 0
        free[wrong] = False


def as_text(columns, w, threshold):
    """A file of weights; what was left out weighs nothing."""
    lines = [f'{names[i]} {v:.3f}' for i, v in zip(columns, w)] + [f'{names[i]} 0' for i in range(len(names)) if i not in columns]
    return '\n'.join(lines + [f'bias {w[-1]:.3f}', f'join {threshold:.2f}']) + '\n'


def place(files):
    """The program's own clustering with each of these files of weights: for each, the story of every article."""
    with tempfile.TemporaryDirectory() as folder:
        files_of_weights = [f"{folder}/w{i}" for i in range(len(files))]
        for path, text in zip(files_of_weights, files):
            open(path, 'w').write(text)
        subprocess.run(["build/story_pairs", *files_of_weights, paths[1]], check=True)
        placed = [[json.loads(line)['story'] for line in open(path + '.placed')] for path in files_of_weights]
    return [np.unique(p, return_inverse=True)[1] for p in placed]


def measure(story, events):
    """B-cubed precision, recall, F1 over the articles of these events; an article of any other event is a fault of precision."""
    labelled_articles = np.flatnonzero(event >= 0)
    by_event, by_story = collections.Counter(event[labelled_articles]), collections.Counter(story[labelled_articles])
    both = collections.Counter((event[i], story[i]) for i in labelled_articles)
    chosen = [i for i in labelled_articles if events[event[i]]]
    p = sum(both[event[i], story[i]] / by_story[story[i]] for i in chosen) / len(chosen)
    r = sum(both[event[i], story[i]] / by_event[event[i]] for i in chosen) / len(chosen)
    return p, r, 2 * p * r / (p + r)


def choose(stories, events):
    """The best threshold, each value with its neighbours' help."""
    f = [measure(story, events)[2] for story in stories]
    smooth = [sum(f[i - 1:i + 2]) / 3 for i in range(1, len(f) - 1)]
    return next(i for i, v in enumerate(smooth, 1) if v >= max(smooth))


def crossed(jobs, thresholds=None):
    """Learned on each half, measured on the other. A job is (columns, share of the half's events). For each job the rows
    (threshold, there, other) of both halves and the other's mean; the threshold is chosen where it is learned, or given."""
    rows = [[] for _ in jobs]
    for h in (0, 1):
        chosen, files = [], []
        for columns, share in jobs:
            kept = np.flatnonzero(half_of_event == h)
            chosen.append(np.isin(np.arange(len(gold)), kept[np.arange(len(kept)) * share % 1 < share]))
            w = learn(columns, chosen[-1])
            files += [as_text(columns, w, t) for t in ([thresholds[h]] if thresholds else THRESHOLDS)]
        each = len(files) // len(jobs)
        stories = place(files)
        for j, events in enumerate(chosen):
            own = stories[j * each:(j + 1) * each]
            best = 0 if thresholds else choose(own, events)
            rows[j].append((thresholds[h] if thresholds else THRESHOLDS[best], measure(own[best], events), measure(own[best], half_of_event != h)))
    means = [[sum(row[2][k] for row in r) / 2 for k in (0, 1)] for r in rows]
    return [(r, (p, q, 2 * p * q / (p + q))) for r, (p, q) in zip(rows, means)]


def columns_without(group):
    return [i for i, n in enumerate(names) if n not in group]


everything = list(range(len(names)))
if report:
    shares = (1.0, 0.125, 0.25, 0.5)
    curve = crossed([(everything, share) for share in shares])
    rows, mean = curve[0]
    print('| learned on | threshold | there: P, R, F1 | measured on the other: P, R, F1 |\n| --- | --- | --- | --- |')
    for h, (t, there, other) in enumerate(rows):
        print(f'| half {h} | {t:.2f} | ' + ' | '.join('%.3f, %.3f, %.4f' % r for r in (there, other)) + ' |')
    print('| both, crossed | | | %.3f, %.3f, %.4f |\n' % mean)
    print('| share of the half\'s events | P | R | F1 |\n| --- | --- | --- | --- |')
    for share, (_, r) in sorted(zip(shares, curve)):
        print('| %.1f %% | %.3f | %.3f | %.4f |' % (share * 100, *r))
    print('\n| without | P | R | F1 | lost |\n| --- | --- | --- | --- | --- |', flush=True)
    jobs = [(columns_without(group), 1.0) for _, group in GROUPS]
    for (title, _), (_, r) in zip(GROUPS, crossed(jobs, [row[0] for row in rows])):
        print(f'| {title} | {r[0]:.3f} | {r[1]:.3f} | {r[2]:.4f} | {mean[2] - r[2]:+.4f} |')
    sys.exit()
events = np.ones(len(gold), bool) if half is None else half_of_event == half
w = learn(everything, events)
stories = place([as_text(everything, w, t) for t in THRESHOLDS])
threshold = THRESHOLDS[choose(stories, events)]
print(f"""# How likely two articles report the same event: "feature weight", a logistic model; then the decision's settings.
# Learned by tools/train_stories.py (no seed: nothing in it is left to chance) from {events.sum()} events that news editors
# rounded up, 2016-2018 (the development half of the stories evaluation set; weights only, no text is here):
#   build/story_pairs 5 $EVAL/data/stories/articles.jsonl > pairs
#   tools/train_stories.py pairs $EVAL/data/stories/articles.jsonl $EVAL/data/stories/gold.jsonl{'' if half is None else f' --half {half}'}
# Licence of this table: MIT, as the program.""")
print(as_text(everything, w, threshold), end='')
for t, story in zip(THRESHOLDS, stories):
    print('at %.2f: P %.3f R %.3f F1 %.4f on what was learned' % (t, *measure(story, events)), file=sys.stderr)
