/* writer.h - another writer for a page: what it is asked, and what becomes of its answers.
 *
 * The page is planned and written first, in the words of its sources. A writer then gets every unit with what stands
 * behind it, and may propose other words. A proposal takes the place of the wording only where the check (check.h) passes it for
 * that unit's own sources, and the page stays well-formed: the same language, length and shape, no markup, nothing that the
 * wording told left out, nothing told twice. So a writer can neither add nor choose facts, and need not be trusted.
 *
 * What a writer gives is only read. Its functions may be called from several threads at once, for different pages.
 */
#ifndef NUTGRAF_BRIEF_WRITER_H
#define NUTGRAF_BRIEF_WRITER_H

#include "base/civil.h"
#include "brief/check.h"

enum writer_part { WRITER_SENTENCE, WRITER_HEADLINE, WRITER_HEADING };

/* Behind a sentence: a sentence of a source. Behind a headline: a source's title, or a sentence of the page; behind a
 * heading: a sentence of its section. */
struct writer_fact {
    struct str text, outlet; /* outlet: empty for the page's own */
    struct moment published; /* set for a sentence of a source */
};

struct writer_unit {
    enum writer_part part;
    struct str wording; /* as it stands; empty for a section without a heading */
    size_t longest;     /* bytes that a proposal may have */
    struct writer_fact *facts;
    size_t fact_count;
};

struct writer_task {
    struct str language; /* of the page, as in analysis */
    const struct writer_unit *units;
    size_t count;
};

/* What became of a unit. */
enum writer_outcome {
    WRITER_TAKEN,
    WRITER_SILENT,      /* no proposal */
    WRITER_SAME,        /* the wording itself */
    WRITER_MARKUP,      /* marks, links or invisible characters that the wording does not have; no UTF-8 */
    WRITER_LENGTH,
    WRITER_SHAPE,       /* not one or two whole sentences; a headline that breaks off */
    WRITER_LANGUAGE,
    WRITER_LEANING,     /* "He", "we", "yesterday": clear only beside other words */
    WRITER_LOSS,        /* leaves out names, numbers or much else that the wording told */
    WRITER_REPETITION,  /* says what another unit says */
    WRITER_UNSUPPORTED, /* the check says no */
    WRITER_OUTCOMES
};

struct writer_figures {
    size_t outcomes[WRITER_OUTCOMES];
    size_t unsupported[CHECK_REASON_COUNT]; /* of the last outcome: why */
};

const char *writer_outcome_name(enum writer_outcome outcome); /* "taken", "length", ... */

struct writer {
    struct str name; /* said beside what it worded; lives as long as the writer */
    void *context;
    /* proposals[i] for task->units[i], in `a`; the entries are empty before, and stay so where it has nothing to say. A writer
     * that fails tells it in its own way: the page is whole without it. */
    void (*propose)(void *context, struct arena *a, const struct writer_task *task, struct str *proposals);
    void (*judged)(void *context, const struct writer_figures *figures); /* once a page; may be NULL */
};

#endif
