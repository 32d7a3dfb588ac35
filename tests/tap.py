"""TAP (Test Anything Protocol) for the scripts: check() prints a line a check, finish() the plan."""

_count = _failed = 0


def check(passed, name, why=''):
    """One check; `why` is told when it fails. Gives whether it passed."""
    global _count, _failed
    _count += 1
    _failed += not passed
    words = ' '.join(f'{name} {"" if passed else why}'.replace('#', ' ').split())  # line ends and '#' mean something to TAP
    print(f"{'ok' if passed else 'not ok'} {_count} - {words[:300]}", flush=True)
    return bool(passed)


def finish():
    """The plan, and the exit code: 1 when something failed."""
    print(f'1..{_count}')
    return int(_failed > 0)
