"""News that nobody wrote: any number of articles about invented events, the same for the same seed. For measuring and for endurance
tests. Each event is reported by one to six outlets within a day, in different words and with a figure that may be corrected."""
import datetime, random

ONSET, VOWEL, CODA = 'b br c d dr f g gr h k l m n p r s st t th v w'.split(), 'a e i o u ea oa'.split(), 'n r l s m ck rth nd ll'.split()
KINDS = [
    ('fire', 'A fire at the {org} plant in {place} {hurt} {n} people on {day}, {agency} said.', 'The fire began in a store room and took {m} hours to put out.', 'Fire chief {person} said the roof of the hall had fallen in.'),
    ('vote', 'The council of {place} voted on {day} to sell {n} hectares to {org}, {agency} said.', 'The vote followed {m} hours of debate in a full hall.', 'Mayor {person} said the money would go to schools.'),
    ('bridge', 'Engineers of {org} closed the bridge at {place} on {day} after finding {n} cracks, {agency} said.', 'Traffic will be led around the town for {m} weeks.', 'Engineer {person} said the bridge had been inspected in spring.'),
    ('results', '{org} of {place} said on {day} that its profit rose by {n} percent in the quarter.', 'The company employs {m} hundred people.', 'Chief executive {person} said orders were strong.'),
    ('storm', 'A storm cut power to {n} thousand homes around {place} on {day}, the grid company {org} said.', 'Crews worked for {m} hours to mend the lines.', 'Spokeswoman {person} said all homes would have power by the weekend.'),
    ('trial', 'A court in {place} sentenced a former director of {org} to {n} months on {day}.', 'The trial lasted {m} weeks and heard forty witnesses.', 'Judge {person} spoke of a breach of trust.'),
]
FILLERS = ['Neighbours in {place} spoke of a long night.', 'The {org} has not answered questions.', 'It is the third such case in the district this year.',
           '"We had hoped for another outcome," {person} said.', 'The county will publish a report in the coming weeks.', 'Shops in {place} stayed open.',
           'A meeting of residents is planned for next week.', 'The matter has been discussed in {place} since last summer.', 'Local papers had warned of it in March.']


class News:
    def __init__(self, outlets=40, seed=1):
        self.seed = seed
        self.outlets = [self.word(random.Random(f'{seed} outlet {i}')).title() + ' ' + ['Times', 'Courier', 'Post', 'Herald', 'Gazette'][i % 5] for i in range(outlets)]

    def word(self, r):
        return ''.join(r.choice(ONSET) + r.choice(VOWEL) + (r.choice(CODA) if r.random() < .6 else '') for _ in range(r.choice((2, 2, 3))))

    def event(self, k, start):
        """The reports of event k: (when, outlet index, guid, title, text)."""
        r = random.Random(f'{self.seed} event {k}')
        kind = r.choice(KINDS)
        when = start + datetime.timedelta(seconds=r.random() * 3600)
        facts = {'place': self.word(r).title(), 'org': self.word(r).title() + ' ' + r.choice(['Works', 'Group', 'Union', 'Lines']), 'person': self.word(r).title() + ' ' + self.word(r).title(),
                 'n': r.randint(2, 90), 'm': r.randint(2, 30), 'day': when.strftime('%A'), 'agency': self.word(r).title() + ' officials', 'hurt': r.choice(['injured', 'trapped'])}
        for i, outlet in enumerate(r.sample(range(len(self.outlets)), r.choice((1, 1, 2, 2, 3, 4, 6)))):
            late = dict(facts, n=facts['n'] + (i if r.random() < .3 else 0))
            body = [kind[1].format(**late)] + r.sample([kind[2].format(**late), kind[3].format(**late)] + [f.format(**late) for f in r.sample(FILLERS, 5)], 6)
            title = f"{facts['place']}: {kind[0]} at {facts['org']}" + r.choice(['', ', officials say', f" leaves {late['n']} questions"])
            yield when + datetime.timedelta(minutes=i * r.randint(5, 90)), outlet, f'e{k}-{i}', title, '\n\n'.join(' '.join(body[j:j + 2]) for j in range(0, len(body), 2))

    def stream(self, count, start, days):
        """`count` articles spread over `days`, in order of publication within a day or so."""
        made, k, gap = 0, 0, datetime.timedelta(days=days) / max(1, count / 2.7)
        while made < count:
            for report in self.event(k, start + k * gap):
                if made < count:
                    yield report
                made += 1
            k += 1
