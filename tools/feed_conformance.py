#!/usr/bin/env python3
"""How many of the Universal Feed Parser's own expectations `nutgraf feed` meets.

usage: tools/feed_conformance.py FOLDER [NUTGRAF] [--list] [--only PART]

Each file of FOLDER holds, in a comment, `Description:`, perhaps `Header:` lines that a server would have sent with it, and
`Expect:`, a Python expression over the parsed feed. The expression is evaluated here by a small evaluator (names, keys, comparisons,
and/or/not, len, ord, get) over the JSON that nutgraf prints; nothing in a file is ever run. Expectations about the Python
object, its exceptions or the answer of a server are not portable: counted apart, each with its reason. Names that the Universal Feed Parser
keeps for older spellings (`description`, `guid`, `url`, ...) are looked up as it does. Standard library only."""
import argparse, ast, collections, json, pathlib, re, subprocess, sys

ALIASES = {'channel': 'feed', 'items': 'entries', 'guid': 'id', 'date': 'updated', 'date_parsed': 'updated_parsed', 'url': 'href',
           'description': ['summary', 'subtitle'], 'description_detail': ['summary_detail', 'subtitle_detail'], 'modified': 'updated',
           'modified_parsed': 'updated_parsed', 'issued': 'published', 'issued_parsed': 'published_parsed', 'copyright': 'rights',
           'copyright_detail': 'rights_detail', 'tagline': 'subtitle', 'tagline_detail': 'subtitle_detail'}


REASONS = {'bozo_exception': 'the type of a Python exception', 'headers': 'headers of an answer, which a feed does not hold',
           'etag': 'a header of an answer', 'modified': 'a header of an answer', 'modified_parsed': 'a header of an answer',
           'locals': 'the variables of a Python frame', 'datetime': 'a Python type: datetime.timedelta'}


class NotPortable(Exception):
    pass


class Missing(Exception):
    pass


def look_up(record, key):
    """A key as the Universal Feed Parser's dictionary finds it."""
    if not isinstance(record, dict):
        if isinstance(record, list) and isinstance(key, (int, slice)):
            try:
                return record[key]
            except IndexError:
                raise Missing(key)
        raise Missing(key)
    if key == 'category':
        return look_up(look_up(look_up(record, 'tags'), 0), 'term')
    if key == 'enclosures':
        return [{k: v for k, v in x.items() if k != 'rel'} for x in record.get('links', []) if x.get('rel') == 'enclosure']
    if key == 'license':
        for link in record.get('links', []):
            if link.get('rel') == 'license' and 'href' in link:
                return link['href']
    if key in record:
        return record[key]
    known = ALIASES.get(key, [])
    for name in [known] if isinstance(known, str) else known:
        if name in record:
            return record[name]
    if key in ('updated', 'updated_parsed') and key.replace('updated', 'published') in record:
        return record[key.replace('updated', 'published')]
    raise Missing(key)


def plain(value):
    return [plain(v) for v in value] if isinstance(value, (list, tuple)) else value


class Evaluator(ast.NodeVisitor):
    OPERATORS = {ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b, ast.Is: lambda a, b: a is b,
                 ast.IsNot: lambda a, b: a is not b, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
                 ast.Gt: lambda a, b: a > b, ast.Lt: lambda a, b: a < b, ast.GtE: lambda a, b: a >= b}

    def __init__(self, names):
        self.names = names

    def generic_visit(self, node):
        raise NotPortable(f'{type(node).__name__} in the expression')

    def visit_Expression(self, node):
        return self.visit(node.body)

    def visit_BoolOp(self, node):
        value = None
        for part in node.values:
            value = self.visit(part)
            if bool(value) != isinstance(node.op, ast.And):
                break
        return value

    def visit_UnaryOp(self, node):
        value = self.visit(node.operand)
        return -value if isinstance(node.op, ast.USub) else not value

    def visit_BinOp(self, node):
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.Add) and isinstance(left, str) and isinstance(right, str):
            return left + right
        raise NotPortable('arithmetic in the expression')

    def visit_Compare(self, node):
        left = self.visit(node.left)
        for operator, right_node in zip(node.ops, node.comparators):
            right = self.visit(right_node)
            if isinstance(node.left, ast.Name) and node.left.id == 'encoding':  # names of charsets have no case (RFC 2978)
                left, right = str(left).lower(), str(right).lower()
            if not self.OPERATORS[type(operator)](plain(left), plain(right)):
                return False
            left = right
        return True

    def visit_Subscript(self, node):
        return look_up(self.visit(node.value), self.visit(node.slice))

    def visit_Attribute(self, node):
        return look_up(self.visit(node.value), node.attr)

    def visit_Constant(self, node):
        return node.value

    def visit_Tuple(self, node):
        return [self.visit(x) for x in node.elts]

    visit_List = visit_Tuple

    def visit_Dict(self, node):
        return {self.visit(k): self.visit(v) for k, v in zip(node.keys, node.values)}

    def visit_Name(self, node):
        if node.id in self.names:
            return self.names[node.id]
        raise NotPortable(f'the name {node.id} of the Python object')

    def visit_Call(self, node):
        name = ast.unparse(node.func)
        if name in ('len', 'ord'):
            return {'len': len, 'ord': ord}[name](self.visit(node.args[0]))
        if isinstance(node.func, ast.Attribute) and node.func.attr in ('get', 'has_key'):
            try:
                value = look_up(self.visit(node.func.value), self.visit(node.args[0]))
            except Missing:
                value = self.visit(node.args[1]) if len(node.args) > 1 else None
                return False if node.func.attr == 'has_key' else value
            return True if node.func.attr == 'has_key' else value
        raise NotPortable(f'a call of {name}')


def not_portable(tree):
    """Why an expectation is about the Python object and not about the feed, if any part of it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in REASONS:
            return REASONS[node.id]
    return None


def expectation(path):
    """The comment's fields; the charset does not matter, they are ASCII."""
    raw = path.read_bytes()
    text = raw.replace(b'\0', b'').decode('latin-1')
    expect = re.search(r'Expect:\s*(.*?)\s*-->', text, re.S) or re.search(r'Expect:\s*(.*?)\s*\n', text)
    headers = re.findall(r'^\s*Header:\s*(.*?)\s*$', text, re.M)
    return (expect.group(1) if expect else None), headers


def check(path, root, nutgraf):
    """('met' | 'missed' | 'not portable', detail)"""
    expect, headers = expectation(path)
    if expect is None:
        return 'not portable', 'no expectation in the file'
    try:
        tree = ast.parse(expect.strip(), mode='eval')
    except SyntaxError:
        return 'not portable', 'not a Python expression'
    reason = not_portable(tree)
    if reason:
        return 'not portable', reason
    url = f'http://127.0.0.1:8097/tests/{path.relative_to(root)}'
    arguments = [nutgraf, 'feed']
    if headers or 'http' in path.name or '127.0.0.1:8097' in expect:  # the others are read from the disk there, too
        arguments += ['--url', url]
    for header in headers:
        arguments += ['--header', header]
    done = subprocess.run([*arguments, str(path)], capture_output=True, timeout=60)
    try:
        feed = json.loads(done.stdout)
    except ValueError:
        return 'missed', f'no JSON (exit code {done.returncode}): {done.stderr[-200:]}'
    names = {k: feed[k] for k in ('feed', 'entries', 'bozo', 'version', 'encoding')}
    try:
        passed = Evaluator(names).visit(tree)
    except NotPortable as reason:
        return 'not portable', str(reason)
    except Missing as key:
        return 'missed', f'no {key} for: {expect}'
    except (TypeError, ValueError) as error:
        return 'missed', f'{error} for: {expect}'
    return ('met', '') if passed else ('missed', f'{expect}   [{feed["bozo_reason"]}]')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('nutgraf', nargs='?', default='build/nutgraf')
    parser.add_argument('--list', action='store_true', help='name each expectation that is missed or not portable')
    parser.add_argument('--only', default='', help='files whose path holds this')
    options = parser.parse_args()
    groups, reasons = collections.defaultdict(collections.Counter), collections.Counter()
    for path in sorted(p for p in options.folder.rglob('*') if p.is_file() and options.only in str(p)):
        result, detail = check(path, options.folder, options.nutgraf)
        groups[str(path.parent.relative_to(options.folder))][result] += 1
        reasons[detail] += result == 'not portable'
        if options.list and result != 'met':
            print(f'{result}: {path.relative_to(options.folder)}: {detail}')
    total = sum(groups.values(), collections.Counter())
    for name, counts in sorted(groups.items()):
        print(f'{name:28} met {counts["met"]:4}  missed {counts["missed"]:3}  not portable {counts["not portable"]:3}')
    portable = total['met'] + total['missed']
    print(f'\n{total["met"]} of {portable} portable expectations met ({100 * total["met"] / max(portable, 1):.2f} %), '
          f'{total["not portable"]} not portable:')
    for reason, count in reasons.most_common():
        if count:
            print(f'  {count:3}  {reason}')


if __name__ == '__main__':
    main()
