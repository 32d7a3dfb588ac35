/* words.h - what the names of elements, classes and stock phrases say, from data/page. Loaded once, read by all threads. */
#ifndef NUTGRAF_PAGE_WORDS_H
#define NUTGRAF_PAGE_WORDS_H

#include "base/str.h"

enum page_role {
    ROLE_INLINE, ROLE_BLOCK, ROLE_PARAGRAPH, ROLE_HEADING, ROLE_ITEM, ROLE_QUOTE, ROLE_VERBATIM, ROLE_CELL, ROLE_ARTICLE,
    ROLE_MAIN, ROLE_ASIDE, ROLE_NAVIGATION, ROLE_FOOTER, ROLE_HEADER, ROLE_FORM, ROLE_FIGURE, ROLE_CAPTION, ROLE_SKIP,
    ROLE_BREAK, ROLE_LINK, ROLE_TITLE, ROLE_MEDIA, ROLE_COUNT
};

/* Bits of what a class or id says. */
enum page_evidence {
    EVIDENCE_AWAY = 1,   /* not the report: comments, sharing, related links, advertising */
    EVIDENCE_BODY = 2,   /* the report's text */
    EVIDENCE_AUTHOR = 4,
    EVIDENCE_CREDIT = 8, /* of a picture */
    EVIDENCE_HIDDEN = 16,
};

enum page_phrase { PHRASE_NONE, PHRASE_SHORT, PHRASE_ANY, PHRASE_ENTIRE, PHRASE_END };

enum page_role words_role(struct str element_name);
unsigned words_evidence(struct str class_or_id);     /* bits of enum page_evidence */
enum page_phrase words_phrase(struct str line);      /* the strongest that the line begins with */

#endif
