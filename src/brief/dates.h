/* dates.h - private to the brief room: "on Tuesday" and "last month" as the days and months they are, for a page that is read
 * later than its sources were. English. */
#ifndef NUTGRAF_BRIEF_DATES_H
#define NUTGRAF_BRIEF_DATES_H

#include "brief/draft.h"

/* Puts the date into the place of the draft's i-th time expression (index into its passage's times), where the sentence leaves
 * no doubt which is meant and stays a sentence; false: nothing was changed. `page_year` is not written out. */
bool dates_word(struct arena *a, struct draft *d, size_t time, int32_t published, int32_t page_year);

#endif
