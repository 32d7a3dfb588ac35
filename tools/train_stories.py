#!/usr/bin/env python3
"""Learns data/story/weights.txt, and measures what was learned. Needs numpy.

usage: train_stories.py PAIRS ARTICLES.jsonl GOLD.jsonl [--report [SEEDS]] > weights.txt
PAIRS is what `build/story_pairs 5 ARTICLES.jsonl` writes. The model is logistic regression with a ridge (Newton's
method, no chance in it) towards weights that were expected, over pairs of articles that editors labelled: in one round-up together, or in two. What
nobody labelled is the stream's background and unknown: it takes part in the clustering that chooses the threshold, not
in the learning. Without --report weights and threshold come from all events. --report prints instead what docs/STORIES.md
shows: the events, in order of time, are cut into blocks of 15 and the blocks dealt at random to nine folds, as often as SEEDS
says (3); each article is judged by weights that were learned without its fold. All clustering is the program's own, with the
weights in question (build/story_pairs); run from the root of the source tree.
"""
import collections, json, re, subprocess, sys, tempfile
import numpy as np

RIDGE, BLOCK, FOLDS = 5.0, 15, 9
# What is expected before a single pair is seen: likeness of every kind counts. Few events, many features that say much
# the same: without it, the labelled events alone (of one country's politics) would decide which of them to ignore.
PRIOR = {'title': 1.5, 'lead': 1, 'body': 2, 'names': 1, 'name-words': 0.5, 'numbers': 0.5, 'places': 0.2, 'title-lead': 0.5,
         'all-words': 0,
         'contained': 0.7, 'contained-most': 1, 'rarest': 0.7, 'rare-shared': 1, 'gap': -2.5, 'next-day': 0,
         'second-day': 0, 'other-event': -0.5, 'event-age': 0, 'same-outlet': -2, 'nearest': 2.5,
         'crowd': -1, 'scarce': 1}
FIXED = ['scarce'] # by reason alone: in a stream of half as many reports, two of them are twice as likely to tell of one event
THRESHOLDS = (0.28, 0.32, 0.36, 0.40, 0.44)
MAY_SPEAK_AGAINST = ['gap', 'next-day', 'second-day', 'other-event', 'event-age', 'same-outlet', 'crowd']
GROUPS = [('title', ['title', 'title-lead', 'contained', 'contained-most']), ('lead', ['lead', 'title-lead']), ('body', ['body', 'all-words']),
          ('names', ['names', 'name-words', 'rarest']), ('numbers', ['numbers']), ('places', ['places']), ('rare words', ['rarest', 'rare-shared']),
          ('time between', ['gap', 'next-day', 'second-day']), ('day of the event', ['other-event', 'event-age']), ('outlet', ['same-outlet']), ('what else there is', ['nearest', 'crowd'])]
names = re.findall(r'"([a-z-]+)"', re.search(r'pair_feature_names\[.*?\{(.*?)\}', open('src/story/pair.c').read(), re.S).group(1))

arguments = sys.argv[1:]
report = '--report' in arguments
paths = [a for a in arguments if not a.startswith('--')][:3]
seeds = int(arguments[arguments.index('--report') + 1]) if report and arguments[-1] != '--report' else 3
pairs = np.fromfile(paths[0], dtype=[('a', 'u4'), ('b', 'u4'), ('f', 'f4', (len(names),))])
number = {json.loads(line)['id']: i for i, line in enumerate(open(paths[1], encoding='utf-8'))}
gold = [json.loads(line)['articles'] for line in open(paths[2], encoding='utf-8')]
gold.sort(key=lambda e: min(number[i] for i in e))
event = np.full(len(number), -1)
for k, articles in enumerate(gold):
    event[[number[i] for i in articles]] = k
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


labelled_articles = np.flatnonzero(event >= 0)


def judge(story):
    """For every labelled article its B-cubed precision and recall."""
    by_event, by_story = collections.Counter(event[labelled_articles]), collections.Counter(story[labelled_articles])
    both = collections.Counter((event[i], story[i]) for i in labelled_articles)
    return np.array([[both[event[i], story[i]] / by_story[story[i]], both[event[i], story[i]] / by_event[event[i]]] for i in labelled_articles])


def f1(judged):
    """Precision, recall, F1 over the articles given."""
    p, r = judged.mean(axis=0)
    return p, r, 2 * p * r / (p + r)


def choose(judged, chosen):
    """The best threshold for the chosen articles, each value with its neighbours' help."""
    f = [f1(j[chosen])[2] for j in judged]
    smooth = [sum(f[i - 1:i + 2]) / 3 for i in range(1, len(f) - 1)]
    return next(i for i, v in enumerate(smooth, 1) if v >= max(smooth))


def deal(seed):
    """The fold of every event: blocks in time, so that what is about one affair is seldom on both sides."""
    chance = np.random.default_rng(seed)
    block = (np.arange(len(gold)) + chance.integers(BLOCK)) // BLOCK
    return (chance.permutation(block.max() + 1) % FOLDS)[block], chance


def crossed(jobs, thresholds=THRESHOLDS, first_seed_only=False):
    """A job is (columns, share of the blocks learned from). For each: by seed, threshold and labelled article what it is judged,
    by weights that were learned without its fold; and the same where the threshold was chosen, too."""
    rounds = 1 if first_seed_only else seeds
    judged = np.zeros((len(jobs), rounds, len(thresholds), len(labelled_articles), 2))
    own = np.zeros((len(jobs), rounds, len(labelled_articles), 2))
    of = event[labelled_articles]
    for seed in range(rounds):
        fold, chance = deal(seed)
        luck = np.repeat(chance.random(len(gold) // BLOCK + 1), BLOCK)[:len(gold)]
        runs = [(j, k, (fold != k) & (luck <= np.quantile(luck[fold != k], share))) for j, (_, share) in enumerate(jobs) for k in range(FOLDS)]
        stories = place([as_text(jobs[j][0], w, t) for j, _, events in runs for w in [learn(jobs[j][0], events)] for t in thresholds])
        for i, (j, k, events) in enumerate(runs):
            all_of = np.array([judge(story) for story in stories[i * len(thresholds):(i + 1) * len(thresholds)]])
            there = fold[of] == k
            judged[j, seed][:, there] = all_of[:, there]
            if len(thresholds) > 2:
                own[j, seed][there] = all_of[choose(all_of, events[of])][there]
    return judged, own


def mean_f1(by_seed):
    return np.mean([f1(judged) for judged in by_seed], axis=0)


def print_report():
    judged, own = crossed([(everything, 1.0)])
    print('| threshold | P | R | F1 |\n| --- | --- | --- | --- |')
    for t, by_seed in zip(THRESHOLDS, np.swapaxes(judged[0], 0, 1)):
        print('| %.2f | %.3f | %.3f | %.4f |' % (t, *mean_f1(by_seed)))
    print('| chosen where it was learned | %.3f | %.3f | %.4f |' % tuple(mean_f1(own[0])))
    print('by seed: ' + ', '.join('%.4f' % f1(o)[2] for o in own[0]))
    sums = np.array([[own[0].mean(axis=0)[event[labelled_articles] == e].sum(axis=0).tolist() + [(event[labelled_articles] == e).sum()] for e in range(len(gold))]])[0]
    drawn = sums[np.random.default_rng(0).integers(len(gold), size=(2000, len(gold)))].sum(axis=1)
    p, r = drawn[:, 0] / drawn[:, 2], drawn[:, 1] / drawn[:, 2]
    print('events drawn anew 2,000 times: F1 %.4f to %.4f in 19 of 20\n' % tuple(np.quantile(2 * p * r / (p + r), [0.025, 0.975])))
    print('| share of the events learned from | P | R | F1 |\n| --- | --- | --- | --- |', flush=True)
    shares = (0.125, 0.25, 0.5)
    for share, o in zip(shares + (1,), list(crossed([(everything, share) for share in shares], first_seed_only=True)[1]) + [own[0]]):
        print('| %.1f %% | %.3f | %.3f | %.4f |' % (share * 100 * (FOLDS - 1) / FOLDS, *mean_f1(o)))
    threshold = THRESHOLDS[choose(judged[0].mean(axis=0), np.ones(len(labelled_articles), bool))]
    print('\n| without, at %.2f | P | R | F1 | lost |\n| --- | --- | --- | --- | --- |' % threshold, flush=True)
    rows = crossed([([i for i, n in enumerate(names) if n not in group], 1.0) for group in [[]] + [g for _, g in GROUPS]], [threshold], True)[0]
    whole = mean_f1(rows[0][:, 0])[2]
    for title, row in zip(['nothing'] + [t for t, _ in GROUPS], rows):
        r = mean_f1(row[:, 0])
        print('| %s | %.3f | %.3f | %.4f | %+.4f |' % (title, *r, whole - r[2]))


everything = list(range(len(names)))
if report:
    print_report()
    sys.exit()
w = learn(everything, np.ones(len(gold), bool))
judged = [judge(story) for story in place([as_text(everything, w, t) for t in THRESHOLDS])]
threshold = THRESHOLDS[choose(judged, np.ones(len(labelled_articles), bool))]
print(f"""# How likely two articles report the same event: "feature weight", a logistic model; then the decision's settings.
# Learned by tools/train_stories.py (no seed: nothing in it is left to chance) from {len(gold)} events that news editors
# rounded up, 2016-2018 (the development half of the stories evaluation set; weights only, no text is here):
#   build/story_pairs 5 $EVAL/data/stories/articles.jsonl > pairs
#   tools/train_stories.py pairs $EVAL/data/stories/articles.jsonl $EVAL/data/stories/gold.jsonl
# Licence of this table: MIT, as the program.""")
print(as_text(everything, w, threshold), end='')
for t, j in zip(THRESHOLDS, judged):
    print('at %.2f: P %.3f R %.3f F1 %.4f on what was learned' % (t, *f1(j)), file=sys.stderr)
