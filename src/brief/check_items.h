/* check_items.h - private to the check: a sentence as the things it consists of, and which of one are which of another.
 *
 * An item is a word, a number with its unit, a time expression, or a mark. All live in the scratch arena of one check.
 */
#ifndef NUTGRAF_BRIEF_CHECK_ITEMS_H
#define NUTGRAF_BRIEF_CHECK_ITEMS_H

#include "brief/check.h"
#include "brief/check_words.h"

enum item_kind { ITEM_WORD, ITEM_NUMBER, ITEM_DATE, ITEM_MARK };

struct item {
    uint64_t key;      /* equal keys are the same word or number; dates are compared by what they denote */
    uint64_t lex;      /* LEX_BITs of a word */
    struct span at;    /* bytes of the passage */
    uint32_t classes;  /* enum check_class */
    uint32_t token;    /* the first token */
    int32_t index;     /* into the passage's numbers or times */
    uint8_t kind;      /* enum item_kind */
    uint8_t flags;     /* of the first token */
    char mark;         /* ITEM_MARK: ',', '.', ';', '(', ')', '-', '"', or '?' for any other */
    bool is_content;   /* carries meaning by itself */
};

/* A sentence taken for checking; `items` are in the order of the text. */
struct check_text {
    const struct passage *passage;
    const struct analysis *analysis; /* NULL for a wording */
    struct str language;
    struct span at;
    struct item *items;
    size_t count;
    int32_t sentence; /* index in the passage, NO_INDEX for a title */
};

/* No sentence that a person reads is as long. Of a source's, what is beyond does not count; a wording's is refused. */
enum { CHECK_ITEMS_MAX = 400, CHECK_WORDING_ITEMS_MAX = 160 };

void check_read(struct arena *scratch, const struct passage *p, struct str language, struct span at, struct check_text *out);

/* Which item of the source stands for which of the wording: -1 where none does. */
struct pairing {
    const struct check_text *wording, *source;
    int32_t *to_source;  /* a wording's item -> source's */
    int32_t *to_wording; /* a source's item -> wording's */
    bool *is_moved;      /* by wording's item: it stands in another place than in the source */
    double covered;      /* share of the wording's weight that has its place in the source */
    bool is_exchanged;   /* active and passive: subject and object changed places, and so did the voice */
};

void check_pair(struct arena *scratch, const struct check_text *wording, const struct check_text *source, struct pairing *out);
/* Dates and numbers, and marks, which are the same as nothing. */
bool check_same_value(const struct check_text *x, const struct item *i, const struct check_text *y, const struct item *k);

static inline bool check_same_item(const struct check_text *x, const struct item *i, const struct check_text *y, const struct item *k)
{
    if (i->kind == ITEM_WORD || k->kind == ITEM_WORD)
        return i->kind == k->kind && i->key == k->key;
    return check_same_value(x, i, y, k);
}

static inline struct str item_text(const struct check_text *t, const struct item *i)
{
    return str_span(t->passage->text, i->at);
}

static inline bool item_is(const struct item *i, uint32_t class)
{
    return i->kind == ITEM_WORD && (i->classes & class);
}

/* A place where a clause may end: a mark other than a hyphen. */
static inline bool item_is_boundary(const struct item *i)
{
    return i->kind == ITEM_MARK && i->mark && i->mark != '-' && i->mark != '\'';
}

/* The parts of the check; each gives the first thing that is wrong with a pairing, or CHECK_SUPPORTED. */
struct verdict check_quotations(struct arena *a, const struct check_text *wording, const struct check_span *support, size_t support_count);
struct verdict check_presence(struct arena *a, const struct pairing *p, enum check_form form);
struct verdict check_numbers(struct arena *a, const struct pairing *p);
struct verdict check_meaning(struct arena *a, const struct pairing *p, enum check_form form);
struct verdict check_saying(struct arena *a, const struct pairing *p);
struct verdict check_places(struct arena *a, struct pairing *p);
struct verdict check_cited(struct arena *a, const struct check_text *wording, const struct check_text *sources, size_t count);
void check_voice(struct pairing *p);
bool check_name_is_known(const struct pairing *p, size_t item);

struct verdict check_fault(struct arena *a, enum check_reason reason, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
