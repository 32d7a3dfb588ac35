#!/usr/bin/env python3
"""Ten more topics to test `nutgraf timeline` on: archives drawn from the evaluation set of stories, timelines written by hand.

usage: topic_timelines.py ARTICLES TO
ARTICLES is the evaluation set's stories/articles.jsonl. TO gets a folder a topic (articles.jsonl, gold.json), to be scored as the set of timelines is.
An article belongs to a topic when its words (below) stand in it at least three times. The timelines are written from general
knowledge of what happened in 2016 to 2018, before any system's answer was looked at, and without looking at the articles.
"""
import json, pathlib, re, sys

TOPICS = {
    'korea': (r'north korea', '''
2017-02-12 North Korea test-fires a ballistic missile into the Sea of Japan.
2017-02-13 Kim Jong Nam, half-brother of Kim Jong Un, is killed with a nerve agent at the airport of Kuala Lumpur.
2017-03-06 North Korea fires four ballistic missiles, three of which land in Japan's waters.
2017-06-13 American student Otto Warmbier is released by North Korea in a coma.
2017-06-19 Otto Warmbier dies in Ohio days after his return from North Korea.
2017-07-04 North Korea tests its first intercontinental ballistic missile.
2017-07-28 North Korea tests a second intercontinental ballistic missile, which experts say could reach much of the United States.
2017-08-05 The U.N. Security Council unanimously adopts new sanctions that ban North Korean coal, iron and seafood exports.
2017-08-08 Trump warns that North Korean threats will be met with fire and fury.
2017-08-29 North Korea fires a missile over Japan.
2017-09-03 North Korea carries out its sixth and most powerful nuclear test, claiming a hydrogen bomb.
2017-09-11 The U.N. Security Council limits oil exports to North Korea and bans its textiles.
2017-09-15 North Korea fires another missile over the Japanese island of Hokkaido.
2017-09-19 Trump tells the United Nations that he may totally destroy North Korea and calls Kim Rocket Man.
2017-11-29 North Korea launches the Hwasong-15, a missile said to reach all of the U.S. mainland.
2018-01-09 North and South Korea hold high-level talks at Panmunjom, agree to send athletes to the Winter Olympics.
2018-02-09 The Winter Olympics open in Pyeongchang with Kim's sister Kim Yo Jong attending.
2018-03-08 Trump accepts an invitation to meet Kim Jong Un.
2018-04-27 Kim Jong Un and Moon Jae-in meet at the border and pledge denuclearization.
2018-05-09 Secretary of State Mike Pompeo returns from Pyongyang with three American detainees.
2018-05-24 Trump cancels the summit with Kim as North Korea says it has demolished its nuclear test site.
2018-06-12 Trump and Kim Jong Un meet in Singapore and sign a statement on denuclearization.
'''),
    'russia': (r'mueller|special counsel|comey|manafort', '''
2017-01-06 Intelligence agencies publish their assessment that Putin ordered a campaign to influence the election.
2017-02-13 Michael Flynn resigns as national security adviser over his talks with the Russian ambassador.
2017-03-02 Attorney General Jeff Sessions recuses himself from the Russia investigation.
2017-03-20 FBI Director James Comey confirms an investigation of links between the Trump campaign and Russia.
2017-05-09 Trump fires FBI Director James Comey.
2017-05-17 Robert Mueller is appointed special counsel for the Russia investigation.
2017-06-08 Comey testifies to the Senate Intelligence Committee that Trump asked for loyalty.
2017-07-26 It is reported that the FBI raided the home of Paul Manafort.
2017-10-30 Paul Manafort and Rick Gates are indicted; George Papadopoulos pleaded guilty to lying to the FBI.
2017-12-01 Michael Flynn pleads guilty to lying to the FBI.
2018-02-02 House Republicans release the memo of Devin Nunes on surveillance of Carter Page.
2018-02-16 Mueller indicts 13 Russians and three companies for interference in the election.
2018-02-23 Rick Gates pleads guilty to conspiracy and lying.
2018-03-16 FBI deputy director Andrew McCabe is fired.
2018-04-09 The FBI raids office and home of Trump's lawyer Michael Cohen.
2018-06-08 Manafort and Konstantin Kilimnik are charged with obstruction of justice.
2018-07-13 Twelve Russian intelligence officers are indicted for hacking the Democrats.
2018-07-16 Trump and Putin meet in Helsinki; Trump casts doubt on the finding of Russian interference.
2018-08-21 Manafort is convicted on eight counts; Cohen pleads guilty and implicates Trump.
2018-09-14 Manafort pleads guilty and agrees to cooperate.
2018-11-07 Attorney General Jeff Sessions is forced out; Matthew Whitaker takes over.
2018-11-29 Michael Cohen pleads guilty to lying to Congress about the Trump Tower project in Moscow.
2018-12-12 Michael Cohen is sentenced to three years in prison.
'''),
    'brexit': (r'brexit', '''
2016-07-13 Theresa May becomes prime minister of Britain.
2016-11-03 The High Court rules that Parliament must vote on triggering Article 50.
2017-01-17 May says that Britain will leave the single market.
2017-01-24 The Supreme Court rules that Parliament must approve the start of Brexit.
2017-03-29 May triggers Article 50 with a letter to the European Union.
2017-04-18 May calls an early election.
2017-06-08 Conservatives lose their majority in the general election.
2017-06-19 Brexit negotiations begin in Brussels.
2017-12-08 Britain and the EU agree on the divorce terms of the first phase.
2018-07-06 The cabinet agrees on a plan at Chequers.
2018-07-08 Brexit secretary David Davis resigns.
2018-07-09 Foreign secretary Boris Johnson resigns.
2018-11-14 The cabinet backs May's draft withdrawal agreement.
2018-11-15 Brexit secretary Dominic Raab resigns over the deal.
2018-11-25 EU leaders endorse the withdrawal agreement.
2018-12-10 May postpones the vote of Parliament on her deal.
2018-12-12 May survives a vote of no confidence by her party.
'''),
    'metoo': (r'weinstein|sexual harassment', '''
2017-10-05 The New York Times publishes allegations of sexual harassment against Harvey Weinstein.
2017-10-08 Harvey Weinstein is fired by his company.
2017-10-10 The New Yorker publishes accusations of rape against Weinstein.
2017-10-14 The Academy of Motion Picture Arts and Sciences expels Weinstein.
2017-10-29 Actor Anthony Rapp accuses Kevin Spacey, who apologizes.
2017-11-09 Women accuse Roy Moore and comedian Louis C.K. of sexual misconduct.
2017-11-16 Leeann Tweeden accuses Senator Al Franken of groping her.
2017-11-20 CBS suspends Charlie Rose after eight women accuse him.
2017-11-29 NBC fires Today host Matt Lauer.
2017-12-05 Congressman John Conyers resigns.
2017-12-07 Al Franken announces that he will resign from the Senate.
2018-01-07 Actresses wear black at the Golden Globes in support of Time's Up.
2018-01-24 Larry Nassar is sentenced to up to 175 years in prison.
2018-04-26 Bill Cosby is convicted of sexual assault.
2018-05-25 Harvey Weinstein surrenders to the police in New York and is charged with rape.
2018-09-09 Leslie Moonves leaves CBS after new allegations.
'''),
    'syria': (r'syria', '''
2016-09-12 A ceasefire brokered by the United States and Russia takes effect in Syria.
2016-09-19 A U.N. aid convoy is hit in an air strike near Aleppo.
2016-12-13 Rebels agree to leave eastern Aleppo as government troops take most of the city.
2016-12-19 Russia's ambassador Andrei Karlov is shot dead in Ankara.
2016-12-22 The Syrian army says it has retaken all of Aleppo.
2016-12-30 A nationwide ceasefire brokered by Russia and Turkey begins.
2017-04-04 A chemical attack kills more than 80 people in Khan Sheikhoun.
2017-04-06 The United States fires 59 Tomahawk missiles at the Shayrat air base.
2017-06-18 A U.S. jet shoots down a Syrian fighter plane.
2017-10-17 U.S.-backed forces declare Raqqa free of the Islamic State.
2018-01-20 Turkey begins an offensive against Kurds in Afrin.
2018-02-24 The U.N. Security Council demands a ceasefire of 30 days.
2018-04-07 A suspected chemical attack kills dozens in Douma.
2018-04-13 The United States, Britain and France strike chemical weapons sites in Syria.
2018-12-19 Trump orders the withdrawal of U.S. troops from Syria.
'''),
    'kavanaugh': (r'kavanaugh', '''
2018-06-27 Justice Anthony Kennedy announces his retirement from the Supreme Court.
2018-07-09 Trump nominates Brett Kavanaugh to the Supreme Court.
2018-09-04 Confirmation hearing of Kavanaugh begins in the Senate amid protests.
2018-09-16 Christine Blasey Ford goes public with her allegation of sexual assault.
2018-09-23 Deborah Ramirez accuses Kavanaugh of exposing himself at Yale.
2018-09-26 Julie Swetnick, a third accuser, comes forward.
2018-09-27 Ford and Kavanaugh testify before the Senate Judiciary Committee.
2018-09-28 The committee advances the nomination; Jeff Flake calls for an FBI investigation of a week.
2018-10-05 The Senate votes to end debate; Susan Collins says she will vote for Kavanaugh.
2018-10-06 The Senate confirms Kavanaugh by 50 to 48.
'''),
    'travelban': (r'travel ban|executive order on immigration|muslim ban', '''
2017-01-27 Trump signs an order that bars travelers from seven mainly Muslim countries and suspends refugees.
2017-01-28 Protests at airports as travelers are held; a judge in Brooklyn blocks deportations.
2017-01-30 Trump fires acting Attorney General Sally Yates, who refused to defend the ban.
2017-02-03 Judge James Robart in Seattle suspends the travel ban nationwide.
2017-02-09 The 9th Circuit Court of Appeals refuses to reinstate the ban.
2017-03-06 Trump signs a revised order that leaves out Iraq.
2017-03-15 A judge in Hawaii blocks the revised travel ban.
2017-06-26 The Supreme Court lets parts of the ban take effect.
2017-09-24 Trump issues a third version that adds North Korea, Venezuela and Chad.
2017-10-17 Judge Derrick Watson of Hawaii blocks the third ban.
2017-12-04 The Supreme Court allows the third ban to take full effect.
2018-06-26 The Supreme Court upholds the travel ban by 5 to 4.
'''),
    'hurricanes': (r'hurricane (?:harvey|irma|maria)|puerto rico', '''
2017-08-25 Hurricane Harvey makes landfall in Texas as a Category 4 storm.
2017-08-27 Houston is flooded by record rain of Harvey.
2017-09-06 Hurricane Irma hits Barbuda and other Caribbean islands with winds of 185 mph.
2017-09-10 Irma makes landfall in the Florida Keys.
2017-09-20 Hurricane Maria makes landfall in Puerto Rico and cuts off all power.
2017-09-30 Trump attacks the mayor of San Juan on Twitter.
2017-10-03 Trump visits Puerto Rico and throws paper towels.
2017-10-29 Puerto Rico's governor calls for the contract with Whitefish Energy to be cancelled.
2018-08-28 Puerto Rico raises Maria's death toll to 2,975.
2018-09-13 Trump denies that 3,000 people died in Puerto Rico.
'''),
    'khashoggi': (r'khashoggi', '''
2018-10-02 Saudi journalist Jamal Khashoggi enters the consulate in Istanbul and is not seen again.
2018-10-06 Turkish officials say that Khashoggi was killed in the consulate.
2018-10-15 Turkish investigators search the consulate.
2018-10-19 Saudi Arabia admits that Khashoggi died in the consulate, in a fight.
2018-10-23 Erdogan says the murder was planned.
2018-10-25 Saudi prosecutor says the killing was premeditated.
2018-11-15 Saudi Arabia charges 11 people and seeks the death penalty for five.
2018-11-16 The CIA is reported to have concluded that the crown prince ordered the killing.
2018-11-20 Trump stands by Saudi Arabia and says maybe the crown prince knew, maybe he did not.
2018-12-13 The Senate votes to blame the crown prince and to end support for the war in Yemen.
'''),
    'repeal': (r'obamacare|affordable care act', '''
2017-03-06 House Republicans unveil the American Health Care Act.
2017-03-13 The Congressional Budget Office says that 24 million more would be uninsured.
2017-03-24 Paul Ryan pulls the bill for lack of votes.
2017-05-04 The House passes the bill by 217 to 213.
2017-06-22 Senate Republicans publish their draft.
2017-06-27 Mitch McConnell delays the vote until after the July 4 recess.
2017-07-17 Two more senators oppose the bill, and it collapses.
2017-07-25 The Senate votes to open debate; John McCain returns after cancer diagnosis.
2017-07-28 McCain votes no and the skinny repeal fails 49 to 51.
2017-09-13 Lindsey Graham and Bill Cassidy present a last repeal bill.
2017-09-26 Senate Republicans give up on the Graham-Cassidy bill.
2017-10-12 Trump ends subsidies to insurers.
2017-12-20 Congress passes the tax bill, which repeals the individual mandate.
'''),
}

source, target = map(pathlib.Path, sys.argv[1:3])
articles = [json.loads(x) for x in open(source, encoding='utf-8')]
for name, (words, lines) in TOPICS.items():
    found = [a for a in articles if len(re.findall(words, a['title'] + '\n' + a['text'], re.I)) >= 3]
    gold = [{'date': x[:10], 'sentences': [x[11:]]} for x in lines.strip().splitlines()]
    (target / name).mkdir(parents=True, exist_ok=True)
    (target / name / 'gold.json').write_text(json.dumps([gold]), encoding='utf-8')
    with open(target / name / 'articles.jsonl', 'w', encoding='utf-8') as out:
        out.writelines(json.dumps(a) + '\n' for a in sorted(found, key=lambda a: (a['published'], a['id'])))
    print(f'{name}: {len(found)} articles, {len(gold)} dates')
