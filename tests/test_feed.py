#!/usr/bin/env python3
"""nutgraf feed as a command: what it prints for the samples and for what is no feed. Prints TAP. What feeds may hold is tested in
tests/unit/test_feed.c and test_feed_hostile.c."""
import json, os, pathlib, subprocess, sys, tempfile

from tap import check, finish

NUTGRAF = os.path.abspath(sys.argv[1])


def run(*arguments, data=None):
    return subprocess.run([NUTGRAF, 'feed', *map(str, arguments)], input=data, capture_output=True, timeout=60)


def samples():
    for path in sorted(pathlib.Path('samples/feeds').iterdir()):
        done = run(path)
        feed = json.loads(done.stdout)
        entries = feed['entries']
        whole = all(e.get('title') and e.get('link', '').startswith('https://') and e.get('published_parsed') and e.get('author') and
                    e['content'][0]['value'].startswith('<p>') for e in entries)
        check(done.returncode == 0 and not done.stderr and not feed['bozo'] and feed['version'] and len(entries) >= 3 and whole,
              f'{path.name}: {feed["version"]}, {len(entries)} whole entries')
        check(done.stdout == run(path).stdout, f'{path.name}: the same bytes again')
        check(run(data=path.read_bytes()).stdout == done.stdout, f'{path.name}: the same from standard input')


def others(directory):
    for name, data, words in (('page.html', b'<!doctype html><title>x</title><p>no feed', 'neither RSS'), ('empty.xml', b'', 'empty'),
                              ('noise.xml', bytes(range(256)) * 40, 'neither RSS'), ('cut.json', b'{"version": "https://jsonfeed.org/version/1", ', '')):
        path = pathlib.Path(directory, name)
        path.write_bytes(data)
        done = run(path)
        feed = json.loads(done.stdout)
        said = (done.stderr.decode() + feed['bozo_reason'])
        check(feed['bozo'] and feed['entries'] == [] and words in said and (name in said or not words), f'{name}: {said.strip()}')
    done = run(pathlib.Path(directory, 'missing.xml'))
    check(done.returncode == 1 and b'missing.xml' in done.stderr and not done.stdout, 'a file that is not there')
    done = run('http://127.0.0.1:9/feed')
    check(done.returncode == 1 and b'loopback' in done.stderr, f'a URL is guarded as in fetch: {done.stderr.decode().strip()}')
    check(run('--what').returncode == 2, 'an option that is none')
    feed = b'<rss version="2.0"><channel><item><title>x</title><link>/a</link></item></channel></rss>'
    entry = json.loads(run('--url', 'https://lantern.example/f', data=feed).stdout)['entries'][0]
    check(entry['link'] == 'https://lantern.example/a', '--url is the base of relative links')
    latin = b'<?xml version="1.0"?><rss><channel><title>caf\xe9</title></channel></rss>'
    out = json.loads(run('--header', 'Content-Type: text/xml; charset=iso-8859-1', data=latin).stdout)
    check(out['feed']['title'] == 'caf\u00e9' and out['encoding'] == 'iso-8859-1' and not out['bozo'], '--header gives the charset')


samples()
with tempfile.TemporaryDirectory() as d:
    others(d)
sys.exit(finish())
