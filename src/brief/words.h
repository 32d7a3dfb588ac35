/* words.h - private to the brief room: the word lists of data/brief/words.txt. Thread-safe. */
#ifndef NUTGRAF_BRIEF_WORDS_H
#define NUTGRAF_BRIEF_WORDS_H

#include "base/str.h"

enum word_list {
    WORDS_CONNECTIVE, /* "However": leans on the sentence before, and can be left out */
    WORDS_LEANING,    /* "He", "Because": a sentence that begins so cannot stand alone */
    WORDS_LEANFIRST,  /* of these, what a report may begin with */
    WORDS_OUTSIDER,   /* "we", "you": the voice of a writer, not of a report */
    WORDS_BACKWARD,   /* "he", "her": a person must be named before it */
    WORDS_DANGLING,   /* a headline does not end so */
    WORDS_SMALL,      /* no capital inside a headline */
    WORDS_ARTICLE,
    WORDS_DETERMINER, /* a noun follows, never a main verb */
    WORDS_PREPOSITION,
    WORDS_OPENER,     /* a phrase before the subject begins so, and ends with a comma */
    WORDS_SUBORDINATOR, /* begins a clause that a headline can do without */
    WORDS_RELATIVE,   /* begins a clause that belongs to the noun before it */
    WORDS_AUXILIARY,  /* finite */
    WORDS_BEING,      /* before a participle, left out of headlines */
    WORDS_PLURAL,     /* nouns that are many, whatever they end in */
    WORDS_MODAL,      /* a base form follows */
    WORDS_ADVERB,     /* may stand between subject, auxiliary and verb */
    WORDS_MEDIA,      /* who carried a report is told by its citation */
    WORDS_LABEL,      /* a title's kind: "Opinion:" */
    WORDS_TEASER,     /* a title with it addresses the reader */
    WORDS_SAYING,     /* takes a clause: "said that" */
    WORDS_CLAUSAL,    /* takes a clause too: "fears that" */
    WORDS_BOUND,      /* asks for what follows it: "the number of" */
    WORDS_LONE,       /* a verb that needs nothing behind it */
    WORDS_RIDER,      /* a phrase that begins so belongs to the word before it */
    WORDS_PARTICLE,   /* may end a sentence behind its verb */
    WORDS_UNIT,       /* of time or measure: "a" before it may be "per" */
    WORDS_FIXED,      /* the article before it belongs to it: "a few" */
    WORDS_OPENS,      /* begins a clause, never a phrase */
    WORDS_LYNOUN,     /* ends in "ly" and is no adverb */
    WORDS_PORTION,    /* its number is that of what it is a portion of */
    WORDS_PLACE,      /* an adverb behind a noun */
    WORDS_PAST,       /* with it a verb stays in the past */
    WORDS_SELF,       /* leans on a noun before it */
    WORDS_DAY,        /* only the day of publication says which */
    WORDS_DAYPART,    /* behind such a day: "morning" */
    WORDS_DAYLEAD,    /* before it: "late" */
    WORDS_AHEAD,      /* speaks of what is to come */
    WORDS_COORDINATOR, /* a connective that a subject may follow at once */
    WORDS_COMING,  /* auxiliary of what is to come */
    WORDS_PLANNED, /* before "to": what is to come */
    WORDS_POINTING, /* behind "The", before a verb: named before, or one of several that were */
    WORDS_GESTURE,  /* what people do in pictures */
    WORDS_FAINT,    /* a subject that says little by itself: "result" */
    WORDS_HONORIFIC, /* left out before a name */
    WORDS_ADJUNCT,  /* begins what only adds when, where or why */
    WORDS_CONTROL,  /* a verb that somebody is made to do something by */
    WORDS_PICTURE,  /* what a caption speaks of */
    WORDS_SHOWING,  /* what a picture does, or was */
    WORDS_DESK,     /* closes a byline: "By the Wire Staff" */
    WORDS_PERSONAL, /* a noun that "he" or "she" may mean */
    WORDS_OPINING,  /* the writer's own judgement */
    WORDS_GIVING,   /* a verb with two objects, whom and what */
    WORDS_SEEING,   /* a verb with an object and "as" */
    WORDS_UTTERING, /* behind a quotation, what its speaker did */
    WORDS_SOMEDAY,  /* a day that only the day of publication says: "today", too */
    WORDS_DAYEDGE,  /* before a day or month, and kept: "early" */
    WORDS_DAYQUALITY, /* "a busy Monday": no date */
    WORDS_COLUMN,   /* a title's label or an address's part: somebody's opinion */
    WORDS_PICTURED, /* behind "is", with a date: a caption */
    WORDS_OCCASION, /* what may have been told before the day on which it is held */
    WORDS_EXPLETIVE, /* behind "it", which then means nothing */
    WORDS_ABSTRACT, /* a noun that says little without what it is about: "decision" */
    WORDS_COUNT
};

enum { WORDS_LONGEST = 24 }; /* bytes; longer words are in no list */

/* The word in lower case (ASCII) with a plain apostrophe; gives its length, 0 for words that are too long. */
size_t words_fold(struct str word, char lower[WORDS_LONGEST]);
bool words_has(enum word_list list, struct str word); /* in any case */

/* All lists that have the word at once, as WORDS_BITs: for who asks for several. */
uint64_t words_lists(struct str word);
#define WORDS_BIT(list) (UINT64_C(1) << (list))

#endif
