#!/usr/bin/env python3
"""How fast feeds are read: nutgraf against the Universal Feed Parser, the same files in one run.

usage: bench/feeds.py [NUTGRAF [FEED...]]        (build/nutgraf, samples/feeds)

Each program gets every file COPIES times in one process and reads it whole: dates, links, markup made safe. nutgraf also prints what
it read as JSON. Times are the best of three, of the processor, user and system. feedparser is used if Python finds it
(PYTHONPATH); nutgraf does not need it."""
import os, pathlib, resource, subprocess, sys

NUTGRAF = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else 'build/nutgraf')
FILES = sys.argv[2:] or sorted(map(str, pathlib.Path('samples/feeds').iterdir()))
COPIES = 100
PEER = '''import sys, feedparser
n = sum(len(feedparser.parse(path).entries) for path in sys.argv[1:])
'''


def processor_time(command):
    best = None
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = took if best is None else min(best, took)
    return best


def report(name, took, size):
    print(f'{name:24} {took:8.3f} s {size / took / 1e6:8.1f} MB/s {1000 * took / (len(FILES) * COPIES):8.3f} ms a feed')


def main():
    files = FILES * COPIES
    size = sum(os.path.getsize(f) for f in files)
    print(f'{len(files)} feeds, {size / 1e6:.1f} MB')
    own = processor_time([NUTGRAF, 'feed', *files])
    report('nutgraf feed', own, size)
    xml = [f for f in files if not f.endswith('.json')]  # the peer reads no JSON Feed
    if subprocess.run([sys.executable, '-c', 'import feedparser'], capture_output=True).returncode:
        print('feedparser: not found (PYTHONPATH)')
        return
    peer = processor_time([sys.executable, '-c', PEER, *xml])
    own_xml = processor_time([NUTGRAF, 'feed', *xml])
    size = sum(os.path.getsize(f) for f in xml)
    report('nutgraf feed, XML only', own_xml, size)
    report('feedparser, XML only', peer, size)
    print(f'nutgraf is {peer / own_xml:.0f} times as fast')


main()
