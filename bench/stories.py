#!/usr/bin/env python3
"""Stories side by side, in one run: nutgraf, a plain scikit-learn pipeline, datasketch's MinHash LSH.

usage: stories.py DIR [--build BUILD] [--count N]
DIR holds articles.jsonl (in order of time) and gold.jsonl. Needs scikit-learn and datasketch (pip install, in an
environment of their own). Every program has one thread and reads the same articles; each peer joins an article to the
nearest one of the five days before it, or begins a story:
  scikit-learn  TfidfVectorizer (English stop words, sublinear tf; fitted on the whole stream, which nutgraf never sees),
                cosine, threshold from 0.1 to 0.5, the best of them on these very events
  datasketch    MinHash of five-word shingles, 64 permutations, LSH; Jaccard threshold 0.5: it finds copies, no stories
Prints B-cubed precision, recall, F1 over the labelled articles and articles a second of processor time: all, and without
the reading of words (analysis, vectors, minhashes).
"""
import argparse, collections, datetime, json, os, re, resource, subprocess, tempfile, time
os.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = '1'
import datasketch
from sklearn.feature_extraction.text import TfidfVectorizer

parser = argparse.ArgumentParser()
parser.add_argument('dir')
parser.add_argument('--build', default='build')
parser.add_argument('--count', type=int, default=1 << 30)
options = parser.parse_args()
lines = open(options.dir + '/articles.jsonl', encoding='utf-8').read().splitlines()[:options.count]
articles = [json.loads(line) for line in lines]
texts = [a['title'] + '\n' + a['text'] for a in articles]
days = [datetime.date.fromisoformat(a['published'][:10]).toordinal() for a in articles]
event = {i: k for k, line in enumerate(open(options.dir + '/gold.jsonl', encoding='utf-8')) for i in json.loads(line)['articles']}
first_in_window, WINDOW = [], 5
for i, day in enumerate(days):
    at = first_in_window[-1] if i else 0
    while day - days[at] > WINDOW:
        at += 1
    first_in_window.append(at)


def measure(story):
    """B-cubed over the labelled articles."""
    labelled = [(event[a['id']], story[i]) for i, a in enumerate(articles) if a['id'] in event]
    events, stories, both = (collections.Counter(x) for x in ([e for e, _ in labelled], [s for _, s in labelled], labelled))
    p = sum(both[e, s] / stories[s] for e, s in labelled) / len(labelled)
    r = sum(both[e, s] / events[e] for e, s in labelled) / len(labelled)
    return p, r, 2 * p * r / (p + r)


def show(name, story, whole, placing):
    print('| %s | %.3f, %.3f, %.3f | %.0f | %s |' % (name, *measure(story), len(articles) / whole, '%.0f' % (len(articles) / placing) if placing else ''))


def run_nutgraf():
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8') as f:
        f.write('\n'.join(lines) + '\n')
        f.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out = subprocess.run([options.build + '/nutgraf', 'cluster', '--threads', '1', f.name], capture_output=True, check=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        placed = subprocess.run([options.build + '/bench/bench_stories', f.name, str(len(articles))], capture_output=True, check=True).stdout
    story = {r['id']: r['story'] for r in map(json.loads, out.decode().splitlines())}
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    show('nutgraf', [story[a['id']] for a in articles], whole, len(articles) / json.loads(placed)['per_second'])


def run_sklearn():
    start = time.process_time()
    X = TfidfVectorizer(stop_words='english', sublinear_tf=True).fit_transform(texts)
    vectors = time.process_time() - start
    nearest = []
    for i in range(len(articles)):
        window = X[first_in_window[i]:i]
        likeness = (window @ X[i].T).toarray().ravel() if i > first_in_window[i] else []
        k = max(range(len(likeness)), key=likeness.__getitem__, default=None)
        nearest.append((first_in_window[i] + k, likeness[k]) if k is not None else (i, 0))
    whole = time.process_time() - start

    def cluster(threshold):
        story = []
        for i, (k, likeness) in enumerate(nearest):
            story.append(story[k] if likeness >= threshold else i)
        return story
    show('scikit-learn', max((cluster(t / 20) for t in range(2, 11)), key=lambda s: measure(s)[2]), whole, whole - vectors)


def run_datasketch():
    start, hashing = time.process_time(), 0
    lsh, story, window = datasketch.MinHashLSH(threshold=0.5, num_perm=64), [], collections.deque()
    for i, text in enumerate(texts):
        begin = time.process_time()
        words = re.findall(r'\w+', text.lower())
        m = datasketch.MinHash(num_perm=64)
        m.update_batch([' '.join(words[k:k + 5]).encode() for k in range(max(1, len(words) - 4))])
        hashing += time.process_time() - begin
        while window and window[0] < first_in_window[i]:
            lsh.remove(window.popleft())
        found = lsh.query(m)
        story.append(story[max(found)] if found else i)
        lsh.insert(i, m)
        window.append(i)
    whole = time.process_time() - start
    show('datasketch', story, whole, whole - hashing)


print('| | B-cubed P, R, F1 | articles a second | placing alone |\n| --- | --- | --- | --- |')
run_nutgraf()
run_sklearn()
run_datasketch()
