#!/usr/bin/env python3
"""What `nutgraf dates` still gets wrong on TimeML files, by rule.

usage: dates_confusion.py DIR 'build/nutgraf dates --published {published}' [--list]
Each .tml's text goes to the command's standard input. Prints for each rule how often it hit, missed the value, or
found what the annotators did not; and what nothing found. --list shows every case.
"""
import collections, json, os, subprocess, sys, xml.etree.ElementTree as ET

folder, command = sys.argv[1:3]
listing = '--list' in sys.argv
rules = collections.defaultdict(collections.Counter)


def read(path):
    tree = ET.parse(path).getroot()
    published = tree.find('.//DCT//TIMEX3').get('value')[:10]
    parts, gold, length = [], [], 0

    def walk(e):
        nonlocal length
        begin = length
        for text in [e.text or '']:
            parts.append(text)
            length += len(text.encode())
        for c in e:
            walk(c)
            parts.append(c.tail or '')
            length += len((c.tail or '').encode())
        if e.tag == 'TIMEX3':
            gold.append((begin, length, e.get('type'), e.get('value')))

    walk(tree.find('TEXT'))
    return published, ''.join(parts).encode(), gold


for root, _, names in sorted(os.walk(folder)):
    for name in sorted(n for n in names if n.endswith('.tml')):
        published, text, gold = read(os.path.join(root, name))
        out = subprocess.run(command.format(published=published).split(), input=text, capture_output=True).stdout
        found = [json.loads(line) for line in out.splitlines()]
        used = set()

        def show(kind, begin, end, *more):
            if listing:
                context = text[max(0, begin - 60):begin].decode(errors='replace') + '[[' + text[begin:end].decode() + \
                    ']]' + text[end:end + 40].decode(errors='replace')
                print(kind, published, *more, '|', ' '.join(context.split()), sep='\t')

        for begin, end, kind, value in gold:
            hits = [i for i, p in enumerate(found) if i not in used and p['begin'] < end and p['end'] > begin]
            if not hits:
                rules['(not found)']['missed'] += 1
                show('MISS', begin, end, kind, value)
                continue
            i = min(hits, key=lambda i: abs(found[i]['begin'] - begin) + abs(found[i]['end'] - end))
            used.add(i)
            p = found[i]
            right = p['value'] == value
            rules[p['rule']]['right' if right else 'wrong value'] += 1
            if not right:
                show('VALUE', p['begin'], p['end'], p['rule'], f"{p['type']} {p['value']}", f'gold {kind} {value}')
        for i, p in enumerate(found):
            if i not in used:
                rules[p['rule']]['spurious'] += 1
                show('EXTRA', p['begin'], p['end'], p['rule'], f"{p['type']} {p['value']}")

print(f'{"rule":24}{"right":>7}{"wrong value":>13}{"spurious":>10}{"missed":>8}')
for rule, c in sorted(rules.items(), key=lambda x: -(x[1]['wrong value'] + x[1]['spurious'] + x[1]['missed'])):
    print(f'{rule:24}{c["right"]:7}{c["wrong value"]:13}{c["spurious"]:10}{c["missed"]:8}')
