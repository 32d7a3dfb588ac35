/* idf.h - how much a term tells: inverse document frequency from a shipped background table (data/idf.txt), as it
 * stands for terms never seen. Thread-safe after the first call returns. */
#ifndef NUTGRAF_TEXT_IDF_H
#define NUTGRAF_TEXT_IDF_H

#include <stdint.h>

/* ln((N + 1) / (df + 0.5)), at least 0, for a term as in struct token. */
double idf_background(uint64_t term);

/* What that is made of: in how many documents of the table a term stands (0 for terms never seen), and of how many. */
double idf_background_count(uint64_t term);
double idf_background_documents(void);

/* How often the term is capitalised where nothing forces it, in percent of its mentions; -1 for terms never seen. */
int idf_capital_percent(uint64_t term);

#endif
