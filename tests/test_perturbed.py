#!/usr/bin/env python3
"""The check's quality, held: wordings that tools/perturb.py makes of tests/check/base.txt. usage: test_perturbed.py NUTGRAF.

Prints TAP: the share of all wrong wordings caught and of all right ones passed, and each class with ten wordings or more.
"""
import pathlib, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'tools'))
import perturb

from tap import check, finish

CAUGHT, PASSED, ONE_CLASS, ENOUGH = 0.97, 0.97, 0.9, 10


articles = perturb.read_base('tests/check/base.txt')
pairs = perturb.judge(sys.argv[1], articles, perturb.pairs_of(articles))
for pair in pairs:
    if not pair['ok']:
        print(f"# {pair['class']}: {pair['verdict']}: {pair['text']}")
check(len(pairs) >= 600, f'{len(pairs)} wordings')
for wrong, name, n, right in perturb.table(pairs):
    floor = ONE_CLASS if name != 'all' else CAUGHT if wrong else PASSED
    if n >= ENOUGH:
        check(right >= floor * n, f"{'wrong' if wrong else 'right'}, {name}: {right} of {n}, at least {floor:.0%}")
sys.exit(finish())
