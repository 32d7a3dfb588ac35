#!/usr/bin/env python3
"""Rooms include only rooms above them (ARCHITECTURE.md, "Who may include whom"). Prints TAP."""
import pathlib, re

from tap import check, finish

ROOMS = ['base', 'feed', 'page', 'text', 'story', 'brief', 'render', 'store', 'fetch', 'model', 'serve', 'lib', 'cmd']
for room in ROOMS:
    wrong = []
    for path in sorted(pathlib.Path('src', room).glob('**/*.[ch]')):
        for line, text in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            hit = re.match(r'\s*#\s*include\s+"([^"/]+)/', text)
            if hit and ROOMS.index(hit.group(1)) > ROOMS.index(room):
                wrong.append(f'{path}:{line} includes {hit.group(1)}')
    check(not wrong, f'{room} looks only upwards', '; '.join(wrong))
raise SystemExit(finish())
