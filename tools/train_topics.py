#!/usr/bin/env python3
"""Learns data/story/topic-words.txt, and measures what was learned. Needs numpy.

usage: train_topics.py TOOL ARTICLES.jsonl... [--as NAME=TOPIC]... [--test ARTICLES.jsonl] [--report] > topic-words.txt
TOOL is build/topic_words, which takes articles apart. An article's label is the topic of its address: its directories, the
first parts of its host, or its host, by the lines of data/story/topics.txt; where they name two topics it is left out. Articles
without an address may be labelled by the beginning of their ids (--as), and only teach.

The model is multinomial logistic regression over the words of title (three times) and first body words, each once with
weight 1 + ln(count), at unit length (of few words, less); persons' names are left out: they pass. It has no bias, and a ridge pulls its weights
towards SEED for the seed words of topics.txt and towards 0 for all others, so that a topic with few articles is still known
by its seeds. Classes weigh with the square root of their rarity; no outlet teaches a topic more than PER_HOST articles.
There is no chance in it. --report: five folds of whole outlets (by host), learned on four and measured on the fifth, next to
the seed words alone and the commonest class.
"""
import collections, hashlib, json, math, subprocess, sys
import numpy as np
from urllib.parse import urlsplit

TOPICS = 'world politics business technology science health sport culture local'.split()
TITLE, SEED, RIDGE, PER_HOST, PER_TOPIC, LEAST, KEPT, FOLDS = 3, 3.0, 0.3, 100, 800, 3, 4000, 5
SURE, WEIGHT_LEAST, LENGTH_LEAST = 0.4, 0.1, 6.0  # no topic below; no weight written below; few known words say little


def run(*arguments, given=None):
    return subprocess.run([tool, *arguments], input=given, capture_output=True, text=True, check=True).stdout


def read_topics(path):
    sections, hosts, seeds = {}, {}, {t: set() for t in TOPICS}
    for line in open(path, encoding='utf-8'):
        kind, *rest = line.split()
        if kind in ('section', 'host'):
            (sections if kind == 'section' else hosts).update(dict.fromkeys(rest[1:], rest[0]))
        elif kind == 'seed' and rest[0] == 'en':
            seeds[rest[1]].update(run('--stem', 'en', given='\n'.join(rest[2:]) + '\n').split())
    return sections, hosts, seeds


def host_of(url):
    return '.'.join(urlsplit(url).netloc.lower().split('.')[-2:])


def label_of(url):
    """The one topic that the address tells, or None."""
    parts = urlsplit(url).path.lower().split('/')[1:-1]
    told = {sections[p] for p in parts if p in sections}
    if not told:
        told = {sections[p] for p in urlsplit(url).netloc.lower().split('.')[:-2] if p in sections}
    if not told:
        told = {hosts[host_of(url)]} if host_of(url) in hosts else set()
    return told.pop() if len(told) == 1 else None


def counts_of(title, body):
    counts = collections.Counter()
    for words, times in ((title, TITLE), (body, 1)):
        for word in words.split():
            if word[0] != '@' and not word.isupper(): # a function word in capitals
                counts[word.lstrip('^')] += times
    return {w: 1 + math.log(c) for w, c in counts.items()}


Document = collections.namedtuple('Document', 'id host topic words')


def read_documents(path):
    urls = {a['id']: a.get('url', '') for a in map(json.loads, open(path, encoding='utf-8'))}
    for line in run('300', path).splitlines():
        ident, language, title, body = line.split('\t')
        topic = label_of(urls[ident]) if urls[ident] else next((t for n, t in named.items() if ident.startswith(n)), None)
        if topic and language == 'en':
            yield Document(ident, host_of(urls[ident]), topic, counts_of(title, body))


def by_hash(text):
    return hashlib.md5(text.encode()).hexdigest()


def thin(documents):
    """No more than so many of one host and of one topic; which ones is decided by the hash of their ids."""
    of_host, of_topic = collections.Counter(), collections.Counter()
    for d in sorted(documents, key=lambda d: by_hash(d.id)):
        of = d.host or d.id.split('-')[0], d.topic
        if of_host[of] < PER_HOST and of_topic[d.topic] < PER_TOPIC:
            of_host[of] += 1
            of_topic[d.topic] += 1
            yield d


class Model:
    def __init__(self, vocabulary):
        self.index = {w: i for i, w in enumerate(sorted(vocabulary))}
        self.prior = np.zeros((len(self.index), len(TOPICS)))
        for k, topic in enumerate(TOPICS):
            for word in seeds[topic]:
                if word in self.index:
                    self.prior[self.index[word], k] = SEED
        self.weights = self.prior.copy()

    def rows(self, documents):
        """Sparse rows: of each entry the document, the word, the value."""
        row, column, value = [], [], []
        for i, d in enumerate(documents):
            known = [(self.index[w], v) for w, v in sorted(d.words.items()) if w in self.index]
            length = max(LENGTH_LEAST, math.sqrt(sum(v * v for _, v in known)))
            row += [i] * len(known)
            column += [c for c, _ in known]
            value += [v / length for _, v in known]
        return np.array(row, int), np.array(column, int), np.array(value)

    def evidence(self, rows, n, weights):
        row, column, value = rows
        out = np.empty((n, len(TOPICS)))
        for k in range(len(TOPICS)):
            out[:, k] = np.bincount(row, value * weights[column, k], n)
        return out

    def learn(self, documents):
        rows, n = self.rows(documents), len(documents)
        row, column, value = rows
        y = np.array([TOPICS.index(d.topic) for d in documents])
        share = np.sqrt(n / len(TOPICS) / np.maximum(np.bincount(y, minlength=len(TOPICS)), 30))[y]
        wanted, shape = np.eye(len(TOPICS))[y], self.weights.shape

        def loss(flat):
            w = flat.reshape(shape)
            p = likelihood(self.evidence(rows, n, w))
            off = (p - wanted) * share[:, None]
            slope = RIDGE * (w - self.prior)
            for k in range(len(TOPICS)):
                slope[:, k] += np.bincount(column, value * off[row, k], len(self.index))
            cost = -(share * np.log(p[np.arange(n), y] + 1e-300)).sum() + RIDGE / 2 * ((w - self.prior) ** 2).sum()
            return cost, slope.ravel()

        self.weights = descend(loss, self.weights.ravel()).reshape(shape)
        return self

    def weigh(self, documents):
        return self.evidence(self.rows(documents), len(documents), self.weights)


def likelihood(evidence):
    e = np.exp(evidence - evidence.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def descend(loss, x, steps=80, memory=8):
    """L-BFGS with backtracking (Nocedal and Wright, Numerical Optimization, algorithm 7.5)."""
    cost, slope = loss(x)
    pairs = []
    for _ in range(steps):
        q, kept = slope.copy(), []
        for s, y in reversed(pairs):
            kept.append(s @ q / (y @ s))
            q -= kept[-1] * y
        if pairs:
            q *= pairs[-1][0] @ pairs[-1][1] / (pairs[-1][1] @ pairs[-1][1])
        for (s, y), a in zip(pairs, reversed(kept)):
            q += (a - y @ q / (y @ s)) * s
        step = 1.0
        while step > 1e-6:
            new = x - step * q
            new_cost, new_slope = loss(new)
            if new_cost <= cost - 1e-4 * step * (slope @ q):
                break
            step /= 2
        s, y = new - x, new_slope - slope
        if step <= 1e-6 or cost - new_cost < 1e-5 * abs(cost):
            return new if new_cost < cost else x
        if s @ y > 1e-10:
            pairs = (pairs + [(s, y)])[-memory:]
        x, cost, slope = new, new_cost, new_slope
    return x


def train(documents):
    """Learns from all words, keeps those that tell topics apart most, and learns again from these."""
    documents = list(thin(documents))
    found = collections.Counter(w for d in documents for w in d.words)
    model = Model({w for w, n in found.items() if n >= LEAST} | set().union(*seeds.values())).learn(documents)
    spread = model.weights.max(1) - model.weights.mean(1)
    words = sorted(model.index, key=lambda w: (-spread[model.index[w]], w))[:KEPT]
    return Model(words).learn(documents)


def calibrate(evidence, y):
    """The factor that makes likelihoods honest: the least log loss, classes weighing alike."""
    share = 1 / np.maximum(np.bincount(y, minlength=len(TOPICS)), 20)[y]
    scales = np.arange(0.4, 3.01, 0.05)
    return float(min(scales, key=lambda s: -(share * np.log(likelihood(evidence * s)[np.arange(len(y)), y] + 1e-12)).sum()))


def folds(documents, aside):
    """Evidence for each document by a model that saw nothing of its outlet, and the folds."""
    sizes = collections.Counter(d.host for d in documents)
    fold = {h: i % FOLDS for i, (h, _) in enumerate(sorted(sizes.items(), key=lambda x: (-x[1], x[0])))}
    which = np.array([fold[d.host] for d in documents])
    out = np.zeros((len(documents), len(TOPICS)))
    for f in range(FOLDS):
        out[which == f] = train([d for d in documents if fold[d.host] != f] + aside).weigh([d for d in documents if fold[d.host] == f])
    return out


def report(name, p, y, detail=False):
    guess, sure = p.argmax(1), p.max(1) >= SURE
    figures = []
    for k in range(len(TOPICS)):
        right = ((guess == k) & (y == k)).sum()
        precision, recall = right / max(1, (guess == k).sum()), right / max(1, (y == k).sum())
        figures.append((precision, recall, 2 * precision * recall / max(1e-9, precision + recall)))
    there = [k for k in range(len(TOPICS)) if (y == k).sum()]
    told = (guess == y)[sure].mean() if sure.any() else 0
    rows = [f'| {name} | {(guess == y).mean():.3f} | {np.mean([figures[k][2] for k in there]):.3f} | {sure.mean():.3f} | {told:.3f} |']
    for k in there if detail else []:
        rows.append(f'| {TOPICS[k]} | {(y == k).sum()} | ' + ' | '.join(f'{v:.3f}' for v in figures[k]) + ' | ' +
                    ' | '.join(str(int(((y == k) & (guess == j)).sum())) for j in range(len(TOPICS))) + ' |')
    return rows


def seeds_alone(documents):
    """What the seed words say without any learning: the share of their mentions."""
    out = np.full((len(documents), len(TOPICS)), 1e-6)
    for i, d in enumerate(documents):
        for k, topic in enumerate(TOPICS):
            out[i, k] += sum(math.exp(v - 1) for w, v in d.words.items() if w in seeds[topic])
    return out / out.sum(1, keepdims=True)


def print_report():
    heads = '| | accuracy | mean F1 of topics | told | right of those told |\n| --- | --- | --- | --- | --- |'
    details = '| topic | articles | P | R | F1 | said ' + ' | '.join(TOPICS) + ' |\n|' + ' --- |' * (5 + len(TOPICS))
    sets = [('outlets not learned from', judged, likelihood(unseen * scale), y)]
    for path in tests:
        other = list(read_documents(path))
        sets.append((path, other, likelihood(model.weigh(other) * scale), np.array([TOPICS.index(d.topic) for d in other])))
    for name, documents, p, right in sets:
        learned = report('learned', p, right, True)
        commonest = np.eye(len(TOPICS))[np.full(len(right), np.bincount(right).argmax())]
        print(f'{len(right)} articles, {name}\n\n{heads}', report('the commonest topic', commonest, right)[0],
              report('seed words alone', seeds_alone(documents), right)[0], learned[0], '', details, *learned[1:], '', sep='\n')


def print_table():
    counts = collections.Counter(d.topic for d in thin(documents))
    print(f"""# Words that tell topics apart: "word TOPIC weight...", of a multinomial logistic model over the stems of an article's title
# and first words (docs/STORIES.md), and "scale S", the factor that makes its likelihoods honest. Learned by tools/train_topics.py
# (no seed: nothing in it is left to chance) from {sum(counts.values())} news articles labelled by the sections of their addresses
# ({', '.join(f'{counts[t]} {t}' for t in TOPICS)}; the development halves of
# the stories and timelines evaluation sets) and from the seed words of topics.txt. Weights only: no text is here.
#   tools/train_topics.py build/topic_words $EVAL/data/stories/articles.jsonl $EVAL/data/timelines/*/articles.jsonl \\
#     --as egypt=world --as libya=world --as finan=business --as h1n1=health
# Licence of this table: MIT, as the program.
scale {scale:.2f}""")
    for word, i in sorted(model.index.items()):
        told = [(t, w) for t, w in zip(TOPICS, model.weights[i] - np.median(model.weights[i])) if abs(w) >= WEIGHT_LEAST]
        if told:
            print(word, ' '.join(f'{t} {w:.2f}' for t, w in told))


arguments, named, files, tests = sys.argv[1:], {}, [], []
while arguments:
    a = arguments.pop(0)
    if a == '--as':
        named.update([arguments.pop(0).split('=')])
    elif a == '--test':
        tests.append(arguments.pop(0))
    elif a != '--report':
        files.append(a)
tool = files.pop(0)
sections, hosts, seeds = read_topics('data/story/topics.txt')
documents = [d for f in files for d in read_documents(f)]
judged, aside = [d for d in documents if d.host], [d for d in documents if not d.host]
y = np.array([TOPICS.index(d.topic) for d in judged])
unseen = folds(judged, aside)
scale = calibrate(unseen, y)
model = train(documents)
if '--report' in sys.argv:
    print_report()
else:
    print_table()
