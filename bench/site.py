#!/usr/bin/env python3
"""Time and peak memory of `nutgraf site`, and where the time goes by room.

usage: bench/site.py NUTGRAF ARTICLES.jsonl [SHARE_OF]
Runs `nutgraf site --threads 1` and with all processors over the articles. With valgrind installed, also counts the instructions
below each room's entry function on the first SHARE_OF articles (default 300); what a room calls in libraries counts as its own.
"""
import os, pathlib, re, resource, shutil, subprocess, sys, tempfile, time

nutgraf, articles = sys.argv[1:3]
share_of = int(sys.argv[3]) if len(sys.argv) > 3 else 300
ROOMS = {'input_read': 'reading (base, page)', 'analyse': 'text', 'stream_add': 'story', 'brief_write': 'brief', 'render_brief': 'render',
         'file_write': 'writing files', 'lists_make': 'lists'}
count = sum(1 for line in open(articles, 'rb') if line.strip())


def timed(*arguments):
    begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([nutgraf, 'site', '--out', os.path.join(top, 'site'), *arguments, articles], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        print(done.stderr[-500:], file=sys.stderr)
    return time.monotonic() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024, done.stdout.strip()


with tempfile.TemporaryDirectory() as top:
    for threads in ('1', str(os.cpu_count())):
        wall, processor, memory, said = timed('--threads', threads)
        shutil.rmtree(os.path.join(top, 'site'))
        print(f'{threads} threads: {wall:.1f} s, {processor:.1f} s of processor, {count / wall:.0f} articles/s, at most {memory:.0f} MiB; {said.split(":")[0]}')
    if shutil.which('valgrind'):
        few = pathlib.Path(top, 'few.jsonl')
        with open(articles, 'rb') as f:
            few.write_bytes(b''.join(f.readline() for _ in range(share_of)))
        out = os.path.join(top, 'callgrind')
        subprocess.run(['valgrind', '--tool=callgrind', f'--callgrind-out-file={out}', nutgraf, 'site', '--threads', '1', '--out', os.path.join(top, 'site'), few],
                       capture_output=True)
        told = subprocess.run(['callgrind_annotate', '--inclusive=yes', '--threshold=100', out], capture_output=True, text=True).stdout
        total = int(re.search(r'([\d,]+) \(100\.0%\)\s+PROGRAM TOTALS', told).group(1).replace(',', ''))
        print(f'instructions on the first {share_of} articles: {total / share_of / 1e6:.2f} million an article')
        for name, room in ROOMS.items():
            hit = re.search(r'^\s*([\d,]+) \([^)]*\)\s+\S*:' + name + r"(?:'\d+)? ", told, re.M)
            if hit:
                print(f'  {room:24} {100 * int(hit.group(1).replace(",", "")) / total:5.1f} %')
