/* newsworth.h - how newsworthy a report is: how likely other outlets take its story up; private to the story room.
 *
 * A logistic model of the words of title and beginning (data/story/pickup.txt, made by tools/train_pickup.py), for English. In
 * other languages it is what the report holds. Tables are read on first use and then shared by all threads. */
#ifndef NUTGRAF_STORY_NEWSWORTH_H
#define NUTGRAF_STORY_NEWSWORTH_H

#include "base/buf.h"
#include "text/analysis.h"

/* 0-1; 0 for what is no report (horoscopes, puzzles, listings, live tickers...; data/story/no-news.txt). */
double newsworth_of(const struct analysis *x);
/* One line for a person: the words that told most, for and against. */
void newsworth_explain(const struct analysis *x, struct buf *out);

enum { REPORT_NAMES, REPORT_QUOTES, REPORT_NUMBERS, REPORT_SENTENCES, REPORT_PARTS };
void report_count_parts(const struct analysis *x, double out[REPORT_PARTS]);
/* How much a report holds: people and bodies in the news, figures, words said, length; 0-1. */
double report_substance(const struct analysis *x);

#endif
