#!/usr/bin/env python3
"""A simulated month: nutgraf run with a fast clock over a loopback feed server, stopped, killed and started again all the while.

usage: month.py [--build BUILD] [--articles 20000] [--minutes 5] [--kills 8] [--stops 3] [--seed 7]
Checks that no article is lost or doubled, that an article's story never changes but by a merge, that every address of a story that was
ever shown still answers, and notes memory. Prints one JSON object; ends with 1 when something was lost."""
import argparse, bisect, datetime, json, os, pathlib, random, re, signal, sqlite3, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'tests'))
from newsgen import News  # noqa: E402
from serve_site import FeedServer, Site, configure, item, rss  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument('--build', default='build')
parser.add_argument('--articles', type=int, default=20000)
parser.add_argument('--minutes', type=float, default=5)
parser.add_argument('--kills', type=int, default=8)
parser.add_argument('--stops', type=int, default=3)
parser.add_argument('--seed', type=int, default=7, help='of the moments at which it is killed and stopped')
o = parser.parse_args()
NUTGRAF = os.path.abspath(o.build + '/nutgraf')
START, DAYS = datetime.datetime(2031, 3, 1, tzinfo=datetime.timezone.utc), 30
SPEED = max(1, int(DAYS * 86400 / (o.minutes * 60)))
# As feeds do: what is older has left the document. Never so soon that a program which a busy machine starts slowly, and which is killed
# again and again, cannot have seen it: such an article was not lost by us.
KEPT = max(datetime.timedelta(days=2), datetime.timedelta(seconds=240 * SPEED))


class Month:
    def __init__(self):
        self.news, self.began = News(), time.monotonic()
        self.items = [[] for _ in self.news.outlets]
        for when, outlet, guid, title, text in self.news.stream(o.articles, START, DAYS):
            self.items[outlet].append((when, guid, item(guid, title, text, when, f'o{outlet}')))
        for items in self.items:
            items.sort(key=lambda i: i[0])
        self.times = [[i[0] for i in items] for items in self.items]

    def now(self):
        return START + datetime.timedelta(seconds=(time.monotonic() - self.began) * SPEED)

    def feed(self, outlet):
        def serve():
            now, times = self.now(), self.times[outlet]
            return rss(self.news.outlets[outlet], *[x for _, _, x in self.items[outlet][bisect.bisect_right(times, now - KEPT):bisect.bisect_right(times, now)]])
        return serve


def memory_of(site):
    """Megabytes: resident, of it anonymous (heap and stacks), and what malloc has mapped in all."""
    words = pathlib.Path(f'/proc/{site.process.pid}/status').read_text()
    return [round(int(re.search(rf'{key}:\s*(\d+)', words).group(1)) / 1024) for key in ('VmRSS', 'RssAnon', 'VmData')]


def placements(directory):
    db = sqlite3.connect(f'file:{directory}/nutgraf.db?mode=ro', uri=True, timeout=20)
    rows = dict(db.execute('SELECT a.id, p.story FROM placements p JOIN articles a ON a.number = p.article'))
    merged = dict(db.execute("SELECT id, merged_into FROM stories WHERE merged_into <> ''"))
    total, distinct, urls = db.execute('SELECT count(*), count(DISTINCT id), count(DISTINCT url) FROM articles').fetchone()
    db.close()
    return rows, merged, (total, distinct, urls)


def main():
    month, server, r = Month(), FeedServer(), random.Random(o.seed)
    directory = tempfile.mkdtemp(prefix='nutgraf-month-')
    for i in range(len(month.news.outlets)):
        server.feeds[f'/{i}'] = month.feed(i)
    config = configure(directory, [server.url(p) for p in server.feeds], fetch=f'connections = 8\nconnections_per_host = 8\n', serve='')
    config.write_text(config.read_text().replace('interval = 1s', f'interval = {max(1, SPEED // 3600)}h').replace('window = 30d', 'window = 7d'))
    month.began = began = time.monotonic()
    ends = sorted([(r.random(), signal.SIGKILL) for _ in range(o.kills)] + [(r.random(), signal.SIGTERM) for _ in range(o.stops)]) + [(1.02, signal.SIGTERM)]
    known, moved, split, seen_stories, memory, codes, starts = {}, [], [], set(), [], [], []
    for share, how in ends:
        begun = time.monotonic()
        site = Site(NUTGRAF, config, '--speed', str(SPEED), '--quiet', now=month.now().strftime('%Y-%m-%dT%H:%M:%SZ'), wait=False)
        until, looked = month.began + share * o.minutes * 60, 0
        while time.monotonic() < until and site.process.poll() is None:
            time.sleep(.3)
            if time.monotonic() - looked > 5:
                looked = time.monotonic()
                memory.append((round((month.now() - START).total_seconds() / 86400, 1), *memory_of(site)))
                print(*memory[-1], file=sys.stderr, flush=True)
        codes.append(site.stop(how, 120))
        starts.append(round(time.monotonic() - begun, 1))
        rows, merged, _ = placements(directory)
        for article, story in known.items():
            target = story
            while target in merged:
                target = merged[target]
            if rows.get(article) != target:
                (moved if rows.get(article) in seen_stories else split).append(article)  # a part that became a story of its own
        known.update(rows)
        seen_stories |= set(rows.values())
    month.began = time.monotonic() - DAYS * 86400 / SPEED - 1
    subprocess.run([NUTGRAF, 'run', '--once', '--quiet', '--now', '2031-04-01T12:00:00Z', str(config)], check=True)
    site = Site(NUTGRAF, config, '--no-fetch', now='2031-04-01T13:00:00Z')
    site.wait_for(lambda: site.ask('/health').code == 200, 60)
    sample = sorted(seen_stories - {''})
    r.shuffle(sample)
    lost_pages = [s for s in sample[:300] if site.ask(f'/story/{s}.html').code not in (200, 301)]
    site.stop()
    rows, merged, (total, distinct, urls) = placements(directory)
    wanted = {x[1] for items in month.items for x in items if x[0] <= START + datetime.timedelta(days=DAYS)}
    db = sqlite3.connect(f'file:{directory}/nutgraf.db?mode=ro', uri=True)
    got = [u.rsplit('/', 1)[1] for (u,) in db.execute('SELECT url FROM articles')]
    result = {'articles_served': len(wanted), 'articles_stored': total, 'lost': len(wanted - set(got)), 'doubled': len(got) - len(set(got)), 'unplaced': total - len(rows),
              'moved': len(moved), 'split_off': len(split), 'stories': len(set(rows.values())), 'merged': len(merged), 'story_addresses_tried': min(300, len(sample)), 'story_addresses_lost': len(lost_pages),
              'speed': SPEED, 'kills': o.kills, 'stops': o.stops, 'exit_codes': codes, 'resident_mb_first_last_most': [memory[0][1], memory[-1][1], max(m[1] for m in memory)] if memory else None,
              'day_resident_anonymous_data_mb': memory[::max(1, len(memory) // 30)], 'start_seconds': starts, 'minutes': round((time.monotonic() - began) / 60, 1), 'store_mb': round(os.path.getsize(f'{directory}/nutgraf.db') / 1e6),
              'integrity': db.execute('PRAGMA integrity_check').fetchone()[0]}
    server.close()
    print(json.dumps(result, indent=1))
    return bool(result['lost'] or result['doubled'] or result['moved'] or lost_pages or result['integrity'] != 'ok')


raise SystemExit(main())
