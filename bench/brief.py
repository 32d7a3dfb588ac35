#!/usr/bin/env python3
"""User time of `nutgraf brief` for pages of more and more articles.

usage: bench/brief.py NUTGRAF ARTICLES.jsonl [COUNT...]
For each COUNT (10 50 100 500): the page as JSON from the first COUNT articles, reading included; the best of five runs, the
exponent by which time grows from the count before (1: in proportion), and the most memory held.
"""
import math, os, sys, tempfile

nutgraf, articles = sys.argv[1:3]
counts = [int(x) for x in sys.argv[3:]] or [10, 50, 100, 500]
RUNS = 5


def run(path):
    """user seconds and MB of one page"""
    child = os.posix_spawn(nutgraf, [nutgraf, 'brief', '--format', 'json', path], os.environ,
                           file_actions=[(os.POSIX_SPAWN_OPEN, 1, '/dev/null', os.O_WRONLY, 0)])
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f'{nutgraf} brief: exit code {os.waitstatus_to_exitcode(status)}')
    return used.ru_utime, used.ru_maxrss / 1024


with tempfile.TemporaryDirectory() as folder:
    before = None
    print('articles   user ms   growth   MB')
    for count in counts:
        path = os.path.join(folder, 'given.jsonl')
        with open(articles, 'rb') as source, open(path, 'wb') as given:
            given.writelines(line for line, _ in zip(source, range(count)))
        seconds, memory = min(run(path) for _ in range(RUNS))
        growth = f'{math.log(seconds / before[1]) / math.log(count / before[0]):.2f}' if before and before[1] else '-'
        print(f'{count:8}{seconds * 1000:10.0f}{growth:>9}{memory:7.0f}')
        before = count, seconds
