#!/usr/bin/env python3
"""Load: requests a second and latency of the living site with many articles in the store, next to nginx with the same bytes as files.

usage: serve_load.py [--build BUILD] [--articles 100000] [--seconds 5] [--dir DIR] [--ingest]
Needs wrk; nginx where it is there. Fills a store through a loopback feed server (kept in DIR for the next time), then measures the front
page, a story page and searches; with --ingest while articles keep coming in. Prints one JSON object."""
import argparse, datetime, json, os, pathlib, re, shutil, subprocess, sys, tempfile, threading, time, urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'tests'))
from newsgen import News  # noqa: E402
from serve_site import FeedServer, Site, configure, item, rss  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument('--build', default='build')
parser.add_argument('--articles', type=int, default=100000)
parser.add_argument('--seconds', type=int, default=5)
parser.add_argument('--connections', type=int, default=32)
parser.add_argument('--dir')
parser.add_argument('--ingest', action='store_true')
parser.add_argument('--only', help='front, story or search')
o = parser.parse_args()
NUTGRAF = os.path.abspath(o.build + '/nutgraf')
START = datetime.datetime(2031, 3, 1, tzinfo=datetime.timezone.utc)
END = '2031-03-31T00:00:00Z'


def documents(news, count, days=30):
    """Feeds of at most 2000 entries, each outlet's articles in order."""
    by_outlet = [[] for _ in news.outlets]
    for when, outlet, guid, title, text in news.stream(count, START, days):
        by_outlet[outlet].append(item(guid, title, text, when, f'o{outlet}'))
    return {f'/{i}-{j}': rss(name, *by_outlet[i][j:j + 2000]) for i, name in enumerate(news.outlets) for j in range(0, max(1, len(by_outlet[i])), 2000)}


def fill(directory, server, news):
    server.feeds.update(documents(news, o.articles))
    config = configure(directory, [server.url(p) for p in server.feeds], fetch='connections = 4\nconnections_per_host = 4\n')
    began = time.monotonic()
    done = subprocess.run([NUTGRAF, 'run', '--once', '--now', END, str(config)], capture_output=True, text=True)
    took = time.monotonic() - began
    print(done.stderr[-300:], file=sys.stderr)
    return {'articles': o.articles, 'fill_seconds': round(took, 1), 'articles_per_second': round(o.articles / took), 'store_mb': round(os.path.getsize(f'{directory}/nutgraf.db') / 1e6)}


def wrk(url, script=None):
    command = ['wrk', '-t1', f'-c{o.connections}', f'-d{o.seconds}s', '--latency'] + (['-s', script] if script else []) + [url]
    out = subprocess.run(command, capture_output=True, text=True).stdout
    rate, p99 = re.search(r'Requests/sec:\s+([\d.]+)', out), re.search(r'99%\s+([\d.]+)(us|ms|s)', out)
    bad = re.search(r'Non-2xx or 3xx responses: (\d+)', out)
    scale = {'us': .001, 'ms': 1, 's': 1000}
    return {'per_second': round(float(rate.group(1))) if rate else None, 'p99_ms': round(float(p99.group(1)) * scale[p99.group(2)], 2) if p99 else None, 'bad': int(bad.group(1)) if bad else 0}


def measured(process, url, script=None):
    """With the processor time of the server for each request, which other work on the machine does not change much."""
    ticks = lambda: sum(map(int, pathlib.Path(f'/proc/{process.pid}/stat').read_text().rsplit(')', 1)[1].split()[11:13]))
    before = ticks()
    out = wrk(url, script)
    spent = (ticks() - before) / os.sysconf('SC_CLK_TCK')
    out['cpu_ms_each'] = round(spent * 1000 / max(1, (out['per_second'] or 0) * o.seconds), 3)
    return out


def searches(directory, news):
    """Each request another search: a place, a common word with a rare one, a phrase, an outlet, days."""
    words = []
    for k in range(0, 4000):
        _, _, _, title, _ = next(news.event(k, START))
        place = title.split(':')[0]
        words += [place, f'"{place}" council', f'fire {place.lower()[:4]}*', f'outlet:"{news.outlets[k % len(news.outlets)]}" storm', f'bridge on:2031-03-{1 + k % 30:02d}', 'people officials']
    path = pathlib.Path(directory, 'search.lua')
    path.write_text('local n = 0\nlocal q = {' + ','.join(json.dumps(urllib.parse.quote(w)) for w in words) + '}\nrequest = function()\n n = n % #q + 1\n return wrk.format("GET", "/search?q=" .. q[n])\nend\n')
    return str(path)


def nginx(directory, files):
    if not shutil.which('nginx'):
        return None
    root = pathlib.Path(directory, 'www')
    root.mkdir(exist_ok=True)
    for name, body in files.items():
        (root / name).write_bytes(body)
    conf = pathlib.Path(directory, 'nginx.conf')
    conf.write_text(f'worker_processes 2; daemon off; pid {directory}/nginx.pid; error_log {directory}/nginx.log; user root;\nevents {{ worker_connections 1024; }}\n'
                    f'http {{ access_log off; sendfile on; keepalive_requests 1000000; default_type text/html; server {{ listen 127.0.0.1:18119; root {root}; }} }}\n')
    process = subprocess.Popen(['nginx', '-c', str(conf)], stderr=subprocess.DEVNULL)
    time.sleep(1)
    out = {name: wrk(f'http://127.0.0.1:18119/{name}') for name in files}
    process.terminate()
    process.wait()
    return out


def main():
    directory = o.dir or tempfile.mkdtemp()
    os.makedirs(directory, exist_ok=True)
    news, server, out = News(), FeedServer(), {}
    if not os.path.exists(f'{directory}/nutgraf.db'):
        out['fill'] = fill(directory, server, news)
    server.feeds.clear()
    counter, began = [0], 10**7 + int(time.time()) * 100  # a kept store has not seen these yet

    def coming_in():
        k = began + counter[0] * 40
        counter[0] += 1
        return rss(news.outlets[0], *[item(g, t, x, START + datetime.timedelta(days=29, hours=20), 'o0') for j in range(40) for _, _, g, t, x in [next(news.event(k + j, START + datetime.timedelta(days=29)))]])
    server.feeds['/live'] = coming_in
    config = configure(directory, [server.url('/live')], name='live.ini')
    site = Site(NUTGRAF, config, *([] if o.ingest else ['--no-fetch']), now='2031-03-30T22:00:00Z')
    site.wait_for(lambda: site.ask('/').text.count('<li><article>') > 5, 120)
    story = json.loads(site.ask('/api/v1/stories?limit=1').body)['stories'][0]['id']
    base = f'http://127.0.0.1:{site.port}'
    front, page = site.ask('/').body, site.ask(f'/story/{story}.html').body
    out['bytes'] = {'front': len(front), 'story': len(page)}
    what = {'front': lambda: measured(site.process, base + '/'), 'story': lambda: measured(site.process, f'{base}/story/{story}.html'),
            'search': lambda: measured(site.process, base, searches(directory, news))}
    out['nutgraf'] = {name: measure() for name, measure in what.items() if o.only in (None, name)}
    out['load_average'] = os.getloadavg()[0]
    out['ingested_meanwhile'] = counter[0] * 40
    out['resident_mb'] = round(site.resident() / 1e6)
    site.stop()
    out['nginx'] = None if o.only else nginx(directory, {'front': front, 'story': page})
    server.close()
    print(json.dumps(out, indent=1))


main()
