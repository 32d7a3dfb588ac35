/* proposal.h - private to the brief room: is what a writer proposes fit for a page, whatever it says?
 *
 * Form alone; whether the sources say so is the check's business. In doubt the answer is no: the wording that stands is good. */
#ifndef NUTGRAF_BRIEF_PROPOSAL_H
#define NUTGRAF_BRIEF_PROPOSAL_H

#include "brief/writer.h"

/* The telling words and numbers of a text: distinct, sorted. */
struct proposal_terms {
    uint64_t *terms;
    size_t count;
};

void proposal_terms(struct arena *a, struct str text, struct str language, struct proposal_terms *out);
/* Most of what the shorter one tells is told by the other. */
bool proposal_repeats(const struct proposal_terms *x, const struct proposal_terms *y);

/* White space at the ends gone, and a headline's full stop; a headline in headline capitals, as the page's own. */
struct str proposal_mend(struct arena *a, enum writer_part part, struct str language, struct str text);
/* WRITER_TAKEN when nothing speaks against it. `unit` holds what stands now. */
enum writer_outcome proposal_judge(struct arena *a, const struct writer_unit *unit, struct str language, struct str text);

/* Parts of it, for proposal*.c alone. */
bool proposal_read(struct arena *a, struct str text, struct str language, struct moment day, struct passage *out);
bool proposal_tells(const struct token *t); /* a number, or a word that is no function word */
bool proposal_breaks_off(struct arena *a, const struct writer_unit *unit, struct str language, const struct token *last);
bool proposal_is_headline(struct arena *a, const struct writer_unit *unit, struct str language, const struct passage *p);

#endif
