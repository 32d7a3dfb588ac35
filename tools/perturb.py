#!/usr/bin/env python3
"""How much the check catches: sentences turned by rule into wordings that are wrong or right, held against the originals.

usage: tools/perturb.py NUTGRAF [--misses] [BASE.txt | ARTICLES.jsonl [SENTENCES]]
Without a file, tests/check/base.txt. With article JSON lines, SENTENCES (500) sentences are taken from all over the file.
Prints a table: class of change, wordings, share with the right verdict. --misses prints each wording that was misjudged.
"""
import collections, datetime, hashlib, json, pathlib, random, re, subprocess, sys, tempfile

DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split()
MONTHS = 'January February March April May June July August September October November December'.split()
SHORT = ['Jan.', 'Feb.', 'March', 'April', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.']
WORDS = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split()
DAY, MONTH = '|'.join(DAYS), '|'.join(MONTHS)
OPPOSITES = [pair.split('/') for pair in '''rose/fell raised/lowered increased/decreased won/lost accepted/rejected approved/rejected opened/closed
    joined/left supported/opposed welcomed/condemned praised/criticised hired/fired began/ended gained/lost doubled/halved elected/ousted
    arrested/released acquitted/convicted confirmed/denied succeeded/failed bought/sold sent/withdrew before/after more/less most/least
    higher/lower larger/smaller above/below strongest/weakest first/last named/dismissed found/lost injured/killed defeated/saved
    increase/decrease rise/fall increases/cuts support/oppose win/lose buy/sell attack/defend ally/enemy thanked/blamed up/down
    biggest/smallest early/late against/for with/without young/old north/south east/west former/current
    allowed/banned agreed/refused ordered/forbade returned/kept survived/died better/worse older/younger'''.split()]
UNITS = [('percent', 'percentage points'), ('per cent', 'percentage points'), ('kilometres', 'miles'), ('miles', 'kilometres'), ('metres', 'feet'), ('feet', 'metres'),
         ('tonnes', 'kilograms'), ('pounds', 'kilograms'), ('euros', 'dollars'), ('dollars', 'euros'), ('crowns', 'euros'), ('degrees', 'percent'), ('hours', 'minutes'),
         ('days', 'weeks'), ('weeks', 'months'), ('years', 'months'), ('months', 'weeks')]
SAID = r'(?:said|says|told \w+|announced|warned|confirmed|found|showed|admitted|added|reported)'
NAME = r"[A-Z][\w’'-]*[a-z](?: (?:of the |of |al-|de |van )?[A-Z][\w’'-]*[a-z])*"
FUTURE = re.compile(r'\b(set for|will|would|until|next|expect|expects|expected|plans?|scheduled|due|to be|may|could|by|since|set to|is|are|every|each|coming|if)\b')


def names_of(s):
    """(begin, end, name, kind) of capitalised runs that are no beginning of the sentence and no calendar word"""
    found = []
    for hit in re.finditer(NAME, s):
        if hit.start() == 0 or s[hit.start() - 1] in '"“\'' or re.match(rf'({DAY}|{MONTH})\b', hit.group()):
            continue
        if re.fullmatch(r"(As|Well|On|At|For|With|Now|So|Yet|Then|When|While|After|Before|My|Our|His|Her|Its|No|Not|Yes|Who|How|Why|Where|Since|Or|Is|Are|Was|Do|Did|Even|Just|To|By|Of|An|All|One|Two|These|Those|Some|Many|Most|The|It|I|He|She|They|We|You|That|This|There|What|If|And|But|In|Caption|Photos|Hide|Mr|Ms|Mrs)(['’]\w+)?", hit.group().split()[0]):
            continue
        before = s[:hit.start()].split()[-1].lower() if s[:hit.start()].split() else ''
        kind = 'place' if before in ('in', 'at', 'near', 'from', 'to') else 'person' if ' ' in hit.group() else 'other'
        found.append((hit.start(), hit.end(), hit.group(), kind))
    return found


class Context:
    def __init__(self, articles):
        self.pool = collections.defaultdict(list)
        for a in articles:
            a['words'] = set(re.findall(r"[\w’-]+", ' '.join(a['sentences'])))
            a['names'] = [names_of(s) for s in a['sentences'][:60]]
            for found in a['names']:
                for _, _, name, kind in found:
                    self.pool[kind].append(name)
        for kind, names in self.pool.items():
            self.pool[kind] = random.Random(3).sample(names, min(300, len(names)))


def resolve(weekday, published):
    """the day that a past "on Wednesday" means"""
    return published - datetime.timedelta((published.weekday() - DAYS.index(weekday)) % 7)


def written(day):
    return f'{SHORT[day.month - 1]} {day.day}'


# Each rule gets a sentence, its article, its index, the context and a random source, and yields wordings.
def name_swap(s, a, i, c, r):
    for begin, end, name, kind in names_of(s):
        others = [n for n in c.pool[kind] if not set(n.split()) & a['words']]
        if others:
            yield s[:begin] + r.choice(others) + s[end:]


def name_from_article(s, a, i, c, r):
    """another name of the same kind that the article has, in other sentences"""
    pool = [(n, k) for j, found in enumerate(a['names']) if j != i for _, _, n, k in found]
    for begin, end, name, kind in names_of(s)[:1]:
        others = [n for n, k in pool if k == kind and n.split("'")[0].split('’')[0] not in name and not name.startswith(n[:4]) and not set(n.split()) & set(s.replace("'s", '').replace(',', '').split())]
        if others:
            yield s[:begin] + r.choice(others) + s[end:]


def names_exchanged(s, a, i, c, r):
    found = names_of(s)
    lead = re.match(NAME, s)
    if lead and len(lead.group()) > 3 and any(lead.group() in n for j, f in enumerate(a['names']) if j != i for _, _, n, _ in f):
        found = [(0, lead.end(), lead.group(), 'any')] + found
    for x, y in zip(found, found[1:]):
        between = s[x[1]:y[0]]
        if x[2] != y[2] and not re.fullmatch(r"('s)?,? ?(and|or)? ?", between) and x[2] not in y[2] and y[2] not in x[2]:
            yield s[:x[0]] + y[2] + between + x[2] + s[y[1]:]
            return


def day_shift(s, a, i, c, r):
    for hit in re.finditer(rf'\b({DAY})\b', s):
        other = DAYS[(DAYS.index(hit.group()) + r.choice([1, -1, 2])) % 7]
        yield s[:hit.start()] + other + s[hit.end():]
    for hit in re.finditer(rf'\b({MONTH}) (\d{{1,2}})\b', s):
        day = int(hit.group(2))
        yield s[:hit.start(2)] + str(day + 1 if day < 27 else day - 1) + s[hit.end(2):]


def day_named_wrong(s, a, i, c, r):
    """the date written out, a day off"""
    hit = re.search(rf'\bon ({DAY})\b', s)
    if hit and not FUTURE.search(s):
        day = resolve(hit.group(1), a['published']) + datetime.timedelta(r.choice([-1, 1, 7, -7]))
        yield s[:hit.start()] + 'on ' + written(day) + s[hit.end():]


def month_or_year_shift(s, a, i, c, r):
    for hit in re.finditer(rf'\b(in|since|last|of) ({MONTH})\b', s):
        yield s[:hit.start(2)] + MONTHS[(MONTHS.index(hit.group(2)) + 1) % 12] + s[hit.end(2):]
    for hit in re.finditer(r'\b(1[5-9]\d\d|20[0-3]\d)\b', s):
        yield s[:hit.start()] + str(int(hit.group()) + r.choice([-1, 1, 10])) + s[hit.end():]
    for old, new in (('last year', 'this year'), ('this year', 'last year'), ('last week', 'last month'), ('last month', 'last week'), ('yesterday', 'today')):
        if old in s:
            yield s.replace(old, new)


def dates_exchanged(s, a, i, c, r):
    found = list(re.finditer(rf'\b({DAY}|(?:{MONTH})(?: \d{{1,2}})?(?:, \d{{4}})?|(?:19|20)\d\d)\b', s))
    if len(found) > 1 and found[0].group() != found[-1].group() and len(s[found[0].end():found[-1].start()].split()) > 2:
        x, y = found[0], found[-1]
        yield s[:x.start()] + y.group() + s[x.end():y.start()] + x.group() + s[y.end():]


def number_change(s, a, i, c, r):
    for hit in re.finditer(r'(?<![\d.,-])\d[\d,]*(?:\.\d+)?\b', s):
        value = hit.group()
        if re.fullmatch(r'(1[5-9]|20)\d\d', value) or re.search(rf'({MONTH}) $', s[:hit.start()]) or re.match(rf' ({MONTH})', s[hit.end():]):
            continue
        digits = value.replace(',', '')
        new = f'{float(digits) + 1.1:.1f}' if '.' in digits else str(int(digits) + r.choice([1, 2, 10]))
        yield s[:hit.start()] + (f'{int(new):,}' if ',' in value and new.isdigit() else new) + s[hit.end():]
    for hit in re.finditer(r'\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|nineteen)\b', s):
        yield s[:hit.start()] + WORDS[WORDS.index(hit.group()) + 1] + s[hit.end():]


def numbers_exchanged(s, a, i, c, r):
    found = [h for h in re.finditer(r'(?<![\d.,$-])\d[\d,.]*\d|(?<![\d.,$-])\d', s) if not re.fullmatch(r'(1[5-9]|20)\d\d', h.group())]
    if len(found) > 1 and found[0].group() != found[1].group():
        x, y = found[:2]
        yield s[:x.start()] + y.group() + s[x.end():y.start()] + x.group() + s[y.end():]


def magnitude(s, a, i, c, r):
    for hit in re.finditer(r'(\d)( million| billion| trillion)\b', s):
        yield s[:hit.start(2)] + s[hit.end(2):]
        yield s[:hit.start(2)] + (' billion' if 'million' in hit.group() else ' million') + s[hit.end(2):]
    for hit in re.finditer(r'\b(\d),000\b', s):
        yield s[:hit.start()] + hit.group(1) + s[hit.end():]


def unit(s, a, i, c, r):
    for old, new in UNITS:
        hit = re.search(rf'(?:\d|{"|".join(WORDS)}|illion) {old}\b', s)
        if hit:
            yield s[:hit.end() - len(old)] + new + s[hit.end():]
    if re.search(r'\d %|\d%', s):
        yield re.sub(r'(\d) ?%', r'\1 percentage points', s, count=1)
    if '$' in s and not re.search(r'\w\$', s):
        yield s.replace('$', '€', 1)


def bound(s, a, i, c, r):
    for words in ('at least ', 'more than ', 'nearly ', 'almost ', 'about ', 'up to ', 'fewer than ', 'less than ', 'over ', 'around ', 'at most ', 'as much as '):
        hit = re.search(rf'\b({words})(?=\$?€?£?\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)', s, re.I)
        if hit:
            rest = s[hit.end():]
            yield s[:hit.start()] + (rest[:1].upper() + rest[1:] if hit.start() == 0 else rest)
            if words in ('at least ', 'more than ', 'up to '):
                new = {'at least ': 'at most ', 'more than ': 'less than ', 'up to ': 'at least '}[words]
                yield s[:hit.start()] + (new[:1].upper() + new[1:] if hit.start() == 0 else new) + rest
    hit = re.search(r'(?<=\w )\d[\d,]* (?=people|passengers|jobs|homes|residents|employees|workers|children|soldiers)', s)
    if hit and not re.search(r'(least|than|about|nearly|some|almost|to|over|around|most|of|as) $', s[:hit.start()]):
        yield s[:hit.start()] + 'at least ' + s[hit.start():]


def negation_dropped(s, a, i, c, r):
    for old, new in ((' did not ', ' did '), (' does not ', ' does '), (' was not ', ' was '), (' were not ', ' were '), (' is not ', ' is '), (' are not ', ' are '),
                     (' would not ', ' would '), (' will not ', ' will '), (' has not ', ' has '), (' had not ', ' had '), (' could not ', ' could '), (' had no ', ' had a '),
                     (' has no ', ' has a '), (' no ', ' a '), ('No one ', 'Someone '), ('Nobody ', 'Everybody '), (' nobody ', ' everybody '), (' never ', ' '), (' without ', ' with '),
                     (" didn't ", ' did '), (" wasn't ", ' was '), (" don't ", ' do '), (" isn't ", ' is '), (' refused to ', ' agreed to '), (' denied that ', ' said that '), (' failed to ', ' managed to ')):
        if (old in s or s.startswith(old)) and ' no one' not in s:
            yield s.replace(old, new, 1)


def negation_inserted(s, a, i, c, r):
    hit = re.search(r'(?<!")\b(was|were|is|are|has|have|had|will|would|could|may)\b(?! not\b| no\b| never\b)', s)
    if hit:
        yield s[:hit.end()] + ' not' + s[hit.end():]


def modality_stripped(s, a, i, c, r):
    for pattern, new in ((r'\b(may|could|might)\b(?! not)', 'will'), (r'\bplans to\b', 'will'), (r'\b(?:is|are) considering\b', 'has approved'), (r'\bhopes? to\b', 'will'),
                         (r'\ballegedly \b|\breportedly \b|\bprobably \b|\bapparently \b|\bpossibly \b', ''), (r'\balleged |\bsuspected |\bpotential |\bproposed |\bplanned ', ''),
                         (r'\b(?:are|is) expected to\b', 'will'), (r'\b(?:was|were) expected to\b', 'did'), (r'\bwould\b(?! not)', 'will'), (r'\bthreatened to\b', 'did'), (r'\btried to\b', 'did'),
                         (r'\bwants? to\b', 'will'), (r'\bfears? that\b', 'knows that'), (r'\bon suspicion of\b', 'for'), (r'\bshould\b', 'did')):
        hit = re.search(pattern, s)
        if hit and '"' not in s and '“' not in s:
            yield s[:hit.start()] + new + s[hit.end():]


def modality_inserted(s, a, i, c, r):
    hit = re.search(r'\bwill\b(?! not)', s)
    if hit and '"' not in s and '“' not in s:
        yield s[:hit.start()] + 'may' + s[hit.end():]
    hit = re.search(r'^([^"“]*?)\b(killed|won|resigned|rejected|closed|arrested|found|bought|scored|failed|rescued|destroyed|cancelled|signed|announced)\b', s)
    if hit and not re.search(r'\b(was|were|be|been|had|has|have|who|that|being|is|are|not)\b', hit.group(1)[-25:]):
        yield s[:hit.start(2)] + 'reportedly ' + s[hit.start(2):]


def condition_stripped(s, a, i, c, r):
    hit = re.search(r'^(?P<main>[^"“]*?[a-z]),? (?:if|unless) [^,;]*\.$', s)
    if hit and not re.search(r'\b(ask|asked|know|wonder|see|sure|as|decide|even|only|what)$', hit.group('main')):
        yield hit.group('main') + '.'


def attribution_stripped(s, a, i, c, r):
    hit = re.match(rf'^(?P<claim>[A-Z][^"“]{{30,}}), (?!(?:who|which)\b)[^,"]{{3,60}} {SAID}(?: (?:on )?(?:{DAY}))?\.$', s)
    if hit:
        yield hit.group('claim') + '.'
    hit = re.match(r'^(?P<claim>[A-Z][^"“]{30,}), according to [^,"]{3,60}\.$', s)
    if hit:
        yield hit.group('claim') + '.'
    hit = re.match(r'^According to [^,"]{3,60}, (?P<claim>[^"“]{30,}\.)$', s)
    if hit:
        yield hit.group('claim')[:1].upper() + hit.group('claim')[1:]
    hit = re.match(r'^[A-Z][^,"“]{2,60} (?:said|says) (?:that )?(?P<claim>(?:the|a|an|it|he|she|they|this|there|[A-Z0-9])[^"“]{20,}\.)$', s)
    if hit:
        yield hit.group('claim')[:1].upper() + hit.group('claim')[1:]


def speaker_swapped(s, a, i, c, r):
    hit = re.search(rf',”?"? ({NAME}) {SAID}|\b(?:said|according to) ({NAME})', s) or re.match(rf'({NAME}) {SAID}\b', s)
    if hit:
        k = 1 if hit.group(1) else 2
        others = [n for n in c.pool['person'] if not set(n.split()) & set(s.replace(',', '').replace('.', '').split())]
        if others:
            yield s[:hit.start(k)] + r.choice(others) + s[hit.end(k):]


def opposite(s, a, i, c, r):
    for pair in OPPOSITES if s.count('“') == s.count('”') else []:
        for old, new in (pair, pair[::-1]):
            hit = re.search(rf'\b{old}\b', s)
            if hit and '"' not in s[:hit.start()] and '“' not in s[:hit.start()]:
                yield s[:hit.start()] + new + s[hit.end():]


def quotation_changed(s, a, i, c, r):
    hit = re.search(r'["“]([^"”]{12,})["”]', s)
    if hit:
        words = hit.group(1).split()
        k = r.randrange(len(words))
        yield s[:hit.start(1)] + ' '.join(words[:k] + [r.choice(['always', 'really', 'never', 'truly'])] + words[k:]) + s[hit.end(1):]
        if len(words) > 4:
            yield s[:hit.start(1)] + ' '.join(words[:k] + words[k + 1:] if 0 < k < len(words) - 1 else words[:1] + words[2:]) + s[hit.end(1):]


def quotation_invented(s, a, i, c, r):
    before = a.get('text', '')[:max(0, a.get('text', '').find(s))].rsplit('\n', 1)[-1]
    if '"' in s or '“' in s or before.count('"') % 2 or before.count('“') != before.count('”') or re.search(r"\b(I|we|my|our|you|me|us|I'm|I’m)\b", s):
        return
    words = s.rstrip('.').split()
    if len(words) > 9:
        k = r.randrange(3, len(words) - 4)
        yield ' '.join(words[:k] + ['"' + words[k]] + words[k + 1:k + 3] + [words[k + 3] + '"'] + words[k + 4:]) + '.'


def parts_combined(s, a, i, c, r):
    """the subject of one sentence with the predicate of another; both are given as support"""
    mine = re.match(rf"^((?:The |A |An )?[\w' -]{{3,25}}?) (has|have|had|was|were|said|will|won|rose|fell|agreed|resigned|struck|returned|banned|employs|accepted|defeated|cancelled|rejected|ordered|denied)\b", s)
    for j, t in enumerate(a['sentences']):
        theirs = re.match(rf"^((?:The |A |An )?[\w' -]{{3,25}}?) (has|have|had|was|were|said|will|won|rose|fell|agreed|resigned|struck|returned|banned|employs|accepted|defeated|cancelled|rejected|ordered|denied)\b", t)
        if mine and theirs and j != i and not set(mine.group(1).split()) & set(theirs.group(1).split()) and mine.group(1) not in t and \
                not re.search(r'\b(He|She|They|It|he|she|they|it|who|that|This|That|There|If|When|As|What|In|At)\b', theirs.group(1) + ' ' + mine.group(1)):
            yield mine.group(1) + t[theirs.end(1):], j
            return


def clause_cut(s, a, i, c, r):
    """the one whom a relative clause mentions made the subject of the main clause"""
    hit = re.match(rf'^[^,"“]{{3,40}}, (?:who|which|whose) [^,"“]*?\b({NAME})[^,"“]*, (?P<rest>[a-z][^"“]*)$', s)
    if hit:
        yield hit.group(1) + ' ' + hit.group('rest')
    hit = re.match(r'^(?:The|A|An) (?:[\w-]+ )?[\w-]+ of (?P<rest>(?:the |a )?[\w-]+ (?:said|was|were|has|had|will|did|is|of)\b[^"“]*)$', s)
    if hit:
        yield hit.group('rest')[:1].upper() + hit.group('rest')[1:]


def detail_added(s, a, i, c, r):
    if s.endswith('.'):
        yield s[:-1] + r.choice([' without warning.', ' for the third time.', ' in Tarragon.', ' despite protests.', ' with official backing.', ' at midnight.', ' and was later arrested.'])


# What keeps the meaning.
def verbatim(s, a, i, c, r):
    yield s


def dateline_cut(s, a, i, c, r):
    hit = re.match(r"^[A-Z][A-Z .,'/]+(?:, \w+\.? \d{1,2})?(?:, \w+)? ?(?:\([\w /]+\))? ?[-–—]+ (?=[A-Z\"“])", s)
    if hit:
        yield s[hit.end():]


def saying_first(s, a, i, c, r):
    hit = re.match(rf'^(?P<claim>(?:The|A|An|Some|At|About|Two|Three|It|Parts|Lawmakers|Police|Scientists)\b[^"“]{{25,}}), (?P<who>(?!who|which)[^,"“]{{3,50}}) (?P<verb>said|announced|warned|confirmed|found|showed)\.$', s)
    if hit:
        who, claim = hit.group('who'), hit.group('claim')
        yield f"{who[:1].upper() + who[1:]} {hit.group('verb')} {claim[:1].lower() + claim[1:]}."
    hit = re.match(r'^(?P<claim>(?:The|A|An|Some|At|About|Two|Three)\b[^"“]{25,}), according to (?P<who>[^,"“]{3,50})\.$', s)
    if hit:
        yield f"According to {hit.group('who')}, {hit.group('claim')[:1].lower() + hit.group('claim')[1:]}."
    hit = re.match(r'^(?P<quote>["“].*),(?P<close>["”]) (?P<who>(?!who|which)[^,"“]{3,50}) (?P<verb>said|told [\w ]+|admitted)\.$', s)
    if hit:
        who = hit.group('who')
        yield f"{who[:1].upper() + who[1:]} {hit.group('verb')}: {hit.group('quote')}.{hit.group('close')}"


def saying_last(s, a, i, c, r):
    hit = re.match(r'^(?P<who>(?!.* and )[A-Z][^,"“]{2,40}?) (?P<verb>said|warned|announced) (?:that )?(?P<claim>(?:the|a|an|it|he|she|they|three|two)\b[^"“]{20,})\.$', s)
    if hit and not re.search(rf'\b(on|in|at|{DAY})\b', hit.group('who')):
        claim, who = hit.group('claim'), hit.group('who')
        who = who[:1].lower() + who[1:] if re.match(r'(The|A|An|His|Her|Critics|Police|Officials|Prosecutors|Makers|Doctors|Biologists|Opposition)\b', who) else who
        yield f"{claim[:1].upper() + claim[1:]}, {who} {hit.group('verb')}."


def date_written(s, a, i, c, r):
    hit = re.search(rf'\bon ({DAY})\b', s)
    if hit and not FUTURE.search(s):
        day = resolve(hit.group(1), a['published'])
        yield s[:hit.start()] + 'on ' + written(day) + s[hit.end():]
        yield s[:hit.start()] + f'on {day.day} {MONTHS[day.month - 1]} {day.year}' + s[hit.end():]
    hit = re.search(rf'\b(?:on )?({MONTH}) (\d{{1,2}})\b(?!,? \d)', s)
    if hit:
        yield s[:hit.start(1)] + f'{SHORT[MONTHS.index(hit.group(1))]} {hit.group(2)}' + s[hit.end():]
    if ' last year' in s:
        yield s.replace(' last year', f" in {a['published'].year - 1}", 1)


def date_first(s, a, i, c, r):
    hit = re.search(rf'(?<!early)(?<!late) on ({DAY})(?=[ ,.])(?! (?:morning|night|evening|afternoon))', s)
    if hit and re.match(r'^(The|A|An|Police|Parliament|Voters|Heavy|Actors|Doctors|Fishermen|Researchers|Teachers)\b', s) and not FUTURE.search(s) and len(re.findall(rf'{DAY}|{MONTH}', s)) == 1 and \
            not re.search(r'\b(said|says|told|announced|after|before|when|while|as|that|which|who)\b', s[:hit.start()]):
        yield f'On {written(resolve(hit.group(1), a["published"]))}, {s[:1].lower() + s[1:hit.start()]}{s[hit.end():]}'


def date_cut(s, a, i, c, r):
    hit = re.search(rf'(?<!early)(?<!late) on ({DAY})(?=[ ,.])(?! (?:morning|night|evening|afternoon))', s)
    if hit and not re.search(r'\bon$', s[:hit.start()]):
        yield s[:hit.start()] + s[hit.end():]


def apposition_cut(s, a, i, c, r):
    hit = re.search(rf'({NAME})(, (?:the|a|an|who|which) [^,"“]{{4,60}},) (?=[a-z])', s)
    if hit and '"' not in s and '“' not in s and not re.search(r' and ', s[hit.end(2):hit.end(2) + 5]):
        yield s[:hit.end(1)] + s[hit.end(2):]


def lead_cut(s, a, i, c, r):
    hit = re.match(r'^(?:After|Before|In|On|During|At|With|Despite|When|While|However|Meanwhile)\b[^,"“]{3,60}, (?=[a-zA-Z][^"“]{40,})', s)
    if hit and not re.match(r'(which|who|and|or)\b', s[hit.end():]) and s.count(',') == 1:
        yield s[hit.end():hit.end() + 1].upper() + s[hit.end() + 1:]


def tail_cut(s, a, i, c, r):
    hit = re.match(r'^(?P<head>[^"“]{40,}?), (?:which|who|where|while|when|damaging|adding|saying|leaving|forcing|ignoring|including|citing|calling)\b[^"“]*\.$', s)
    if hit and not re.match(r'.*\b(that|if|not|between|both|either)\b', hit.group('head')) and not re.search(rf'\b{SAID}\.$', s):
        yield hit.group('head') + '.'
    hit = re.match(r'^(?P<head>[^"“,]{40,}?), (?:but|and) [^"“]*\.$', s)
    if hit:
        yield hit.group('head') + '.'


def number_rewritten(s, a, i, c, r):
    if '"' in s or '“' in s:
        return
    for hit in re.finditer(r'\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|nineteen)\b(?! in | of )', s):
        yield s[:hit.start()] + str(WORDS.index(hit.group())) + s[hit.end():]
        return
    hit = re.search(r'(?<![\d.,$€£-])\b(1[0-9]|[2-9])\b(?![\d.,:%-]| percent| per|-| (?:January|February|March|April|May|June|July|August|September|October|November|December))', s)
    if hit and not re.search(rf'({MONTH}|[A-Z][a-z]{{2}}\.?|No\.?|[A-Z]+) $', s[:hit.start()]):
        yield s[:hit.start()] + WORDS[int(hit.group())] + s[hit.end():]


def unit_rewritten(s, a, i, c, r):
    for old, new in ((' percent', '%'), (' per cent', ' percent'), (' kilometres', ' km'), (' kilometers', ' km'), (' metres', ' m')):
        hit = re.search(r'\d' + old + r'\b', s)
        if hit and new != ' m':
            yield s[:hit.start() + 1] + new + s[hit.end():]
    hit = re.search(r'\b(\d{1,3}),(\d{3})\b(?!,)', s)
    if hit:
        yield s[:hit.start()] + hit.group(1) + hit.group(2) + s[hit.end():]


def quotes_restyled(s, a, i, c, r):
    if s.count('"') == 2:
        yield s.replace('"', '“', 1).replace('"', '”', 1)
    elif s.count('“') == 1 and s.count('”') == 1:
        yield s.replace('“', '"').replace('”', '"')


def contracted(s, a, i, c, r):
    for old, new in ((' did not ', " didn't "), (' does not ', " doesn't "), (' was not ', " wasn't "), (' were not ', " weren't "), (' would not ', " wouldn't "), (' could not ', " couldn't "),
                     (" didn't ", ' did not '), (" doesn't ", ' does not '), (" wasn't ", ' was not '), (" isn't ", ' is not ')):
        hit = s.find(old)
        if hit > 0 and s[:hit].count('"') % 2 == 0 and s.count('“', 0, hit) == s.count('”', 0, hit):
            yield s[:hit] + new + s[hit + len(old):]


def facts_joined(s, a, i, c, r):
    """two sentences with the same subject, joined; both are given as support"""
    name = re.match(rf'^({NAME}) (?=[a-z])', s)
    name = name if name and not re.match(r'(The|A|An|In|If|It|He|She|They|On|At|As|But|And|For|With|When|While|This|That|There|After|Some|Many|Most|What|Even|One|Two|Three)\b', s) else None
    if not name or '"' in s or '“' in s or len(s) > 130:
        return
    for j, t in enumerate(a['sentences']):
        again = re.match(rf'^(?:{re.escape(name.group(1))}|{re.escape(name.group(1).split()[-1])}) (?=[a-z])', t)
        if j != i and again and '"' not in t and '“' not in t and not t.startswith(s[:30]):
            yield s.rstrip('.') + ' and ' + t[again.end():], j
            return


def name_completed(s, a, i, c, r):
    """the full name, where the article has it before"""
    for hit in re.finditer(r'\b([A-Z][a-z]{2,})\b', s):
        full = re.search(rf"\b([A-Z][a-z]+ {hit.group(1)})\b(?!')", ' '.join(a['sentences'][:i]))
        if full and full.group(1) not in s and not re.match(rf'({DAY}|{MONTH}|The|A|In|Minister|President|University|At)\b', full.group(1)) and '"' not in s and '“' not in s and \
                (hit.start() == 0 or not s[hit.start() - 2:hit.start() - 1].isalpha() or s[:hit.start()].split()[-1][:1].islower()) and not re.match(r'[ -][A-Z]', s[hit.end():]):
            yield s[:hit.start()] + full.group(1) + s[hit.end():]
            return


def turned_passive(s, a, i, c, r):
    hit = re.match(rf'^(?P<who>(?!Some|Many|He|She|They|It|I|We)[A-Z][\w -]{{2,30}}?) (?P<verb>sued|arrested|defeated|rejected|sentenced|expelled|rescued|named|accused|ordered|evacuated|investigated|elected|praised|blocked) (?P<whom>(?:the |a |an |three |two |\d+ )?(?:[\w-]+ ){{0,2}}?[\w-]+)(?P<rest>(?: (?:on|in|from|over|with|mayor|for|of|as|at|by)\b[^"“]*)?)\.$', s)
    if hit and not re.search(r'\b(was|were|is|that|not|who|had|has)\b', hit.group('who') + ' ' + hit.group('whom')):
        whom, who = hit.group('whom'), hit.group('who')
        who = who if re.match(NAME, who) and not re.match(r'(The|A|An|Police|Firefighters|Voters|Soldiers|Fishermen|Actors)\b', who) else who[:1].lower() + who[1:]
        plural = re.match(r'(three|two|\d+)\b', whom) or whom.endswith('s')
        yield f"{whom[:1].upper() + whom[1:]} {'were' if plural else 'was'} {hit.group('verb')} by {who}{hit.group('rest')}."


def entry_right(s, a, i, c, r):
    hit = re.search(rf'\bon ({DAY})\b', s)
    if hit and not FUTURE.search(s) and len(re.findall(rf'{DAY}|{MONTH}|\b(?:19|20)\d\d|last|ago', s)) == 1:
        yield s, None, resolve(hit.group(1), a['published']).isoformat()
    hit = re.match(rf'^[^"“]*\bin ((?:18|19|20)\d\d)\b[^"“]*$', s)
    if hit and not FUTURE.search(s) and len(re.findall(rf'{DAY}|{MONTH}|\b(?:18|19|20)\d\d|last|ago|this', s)) == 1:
        yield s, None, hit.group(1)


def entry_wrong(s, a, i, c, r):
    for _, _, date in entry_right(s, a, i, c, r):
        if len(date) == 4:
            yield s, None, str(int(date) + r.choice([-1, 1]))
        else:
            yield s, None, (datetime.date.fromisoformat(date) + datetime.timedelta(r.choice([-1, 1]))).isoformat()


WRONG = [name_swap, name_from_article, names_exchanged, day_shift, day_named_wrong, month_or_year_shift, dates_exchanged, number_change, numbers_exchanged, magnitude, unit,
         bound, negation_dropped, negation_inserted, modality_stripped, modality_inserted, condition_stripped, attribution_stripped, speaker_swapped, opposite,
         quotation_changed, quotation_invented, parts_combined, clause_cut, detail_added, entry_wrong]
RIGHT = [verbatim, dateline_cut, saying_first, saying_last, date_written, date_first, date_cut, apposition_cut, lead_cut, tail_cut, number_rewritten, unit_rewritten,
         quotes_restyled, contracted, facts_joined, name_completed, turned_passive, entry_right]


def read_base(path):
    articles = []
    for block in pathlib.Path(path).read_text(encoding='utf-8').split('\n\n'):
        lines = [x for x in block.splitlines() if x and not x.startswith('#')]
        if lines:
            articles.append({'published': datetime.date.fromisoformat(lines[0]), 'stamp': lines[0], 'sentences': lines[1:]})
    return articles


def read_articles(path, wanted):
    """sentences from all over the file: a rough cut, and only what looks like plain prose"""
    articles, rng = [], random.Random(7)
    rows = [json.loads(x) for x in open(path, encoding='utf-8')]
    for row in rng.sample(rows, min(len(rows), wanted)):
        text = row['text'].replace('\u00a0', ' ')
        sentences = [s for p in text.split('\n') for s in re.split(r'(?<=[a-z0-9%"”)][.])["”]? +(?=[A-Z"“])', p.strip())]
        cut = re.compile(r'\b(Mr|Mrs|Ms|Dr|Gen|Sen|Sens|Rep|Reps|Gov|St|Jr|Sr|Lt|Col|Sgt|Maj|Adm|Rev|Prof|Inc|Corp|No|v|vs)\.$')
        sentences = [s for before, s in zip([''] + sentences, sentences) if not cut.search(s) and not cut.search(before)]
        plain = [s for s in sentences[:60] if 50 < len(s) < 300 and s[-1] == '.' and s[0].isupper() and s.count('"') % 2 == 0 and s.count('“') == s.count('”') and s in row['text']]
        if len(plain) > 3:
            articles.append({'published': datetime.date.fromisoformat(row['published'][:10]), 'stamp': row['published'], 'sentences': plain, 'text': row['text'], 'use': rng.randrange(len(plain))})
    return articles


def pairs_of(articles):
    context, pairs = Context(articles), []
    for n, a in enumerate(articles):
        for i, s in enumerate(a['sentences']):
            if 'use' in a and i != a['use']:
                continue
            for kind, rules in (('wrong', WRONG), ('right', RIGHT)):
                for rule in rules:
                    rng = random.Random(hashlib.sha256(f'{rule.__name__} {s}'.encode()).digest())
                    for made in list(rule(s, a, i, context, rng))[:2]:
                        text, other, date = (made, None, None) if isinstance(made, str) else (made + (None,))[:3]
                        if kind == 'wrong' and not date and text.strip(' .') == s.strip(' .'):
                            continue
                        pairs.append({'article': n, 'sentences': [i] + ([other] if other is not None else []), 'class': rule.__name__, 'wrong': kind == 'wrong', 'text': text, 'date': date})
    return pairs


def judge(nutgraf, articles, pairs):
    """adds the line that nutgraf check prints to each pair"""
    with tempfile.TemporaryDirectory() as folder:
        given = pathlib.Path(folder, 'articles.jsonl')
        texts = [a.get('text') or '\n\n'.join(a['sentences']) for a in articles]
        given.write_text(''.join(json.dumps({'id': str(n), 'title': '', 'outlet': '', 'url': '', 'language': 'en', 'published': a['stamp'], 'text': texts[n]}) + '\n' for n, a in enumerate(articles)))
        sources = [{'n': n + 1, 'article': str(n), 'note': ''} for n in range(len(articles))]
        for start in range(0, len(pairs), 3000):
            sentences, entries = [], []
            for p in pairs[start:start + 3000]:
                text, support = texts[p['article']], []
                for i in p['sentences']:
                    at = text.index(articles[p['article']]['sentences'][i])
                    begin = len(text[:at].encode())
                    support.append({'article': str(p['article']), 'begin': begin, 'end': begin + len(articles[p['article']]['sentences'][i].encode())})
                unit = {'text': p['text'], 'cites': [p['article'] + 1], 'support': support}
                p['where'] = f'timeline {len(entries) + 1}' if p['date'] else f'section 1 sentence {len(sentences) + 1}'
                (entries if p['date'] else sentences).append(dict(unit, date=p['date']) if p['date'] else unit)
            page = pathlib.Path(folder, 'page.json')
            page.write_text(json.dumps({'headline': 'x', 'sources': sources, 'sections': [{'heading': '', 'sentences': sentences}], 'timeline': entries}))
            out = subprocess.run([nutgraf, 'check', page, given], capture_output=True, text=True)
            lines = dict(line.split(': ', 1) for line in out.stdout.splitlines() if ': ' in line)
            for p in pairs[start:start + 3000]:
                p['verdict'] = lines[p['where']]
                p['ok'] = (p['verdict'] != 'supported') == p['wrong']
    return pairs


def table(pairs):
    rows = []
    for wrong in (True, False):
        counts = collections.OrderedDict((r.__name__, [0, 0]) for r in (WRONG if wrong else RIGHT))
        for p in pairs:
            if p['wrong'] == wrong:
                counts[p['class']][0] += 1
                counts[p['class']][1] += p['ok']
        rows += [(wrong, name, n, k) for name, (n, k) in counts.items()]
        rows.append((wrong, 'all', sum(n for n, _ in counts.values()), sum(k for _, k in counts.values())))
    return rows


def main():
    words = [x for x in sys.argv[1:] if x != '--misses']
    path = words[1] if len(words) > 1 else 'tests/check/base.txt'
    articles = read_articles(path, int(words[2]) if len(words) > 2 else 500) if path.endswith('.jsonl') else read_base(path)
    pairs = judge(words[0], articles, pairs_of(articles))
    for p in pairs if '--misses' in sys.argv else []:
        if not p['ok']:
            print(f"{p['class']}: {p['verdict']}\n    page:   {p['text']}{' | ' + p['date'] if p['date'] else ''}")
            for i in p['sentences']:
                print(f"    source: {articles[p['article']]['sentences'][i]}")
    for wrong, name, n, k in table(pairs):
        print(f"| {'wrong, ' if wrong else 'right, '}{name.replace('_', ' ')} | {n} | {k / n:.1%} |" if n else f"| {name} | 0 | - |")


if __name__ == '__main__':
    main()
