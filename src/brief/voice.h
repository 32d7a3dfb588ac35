/* voice.h - private to the brief room: is a text a report, or somebody's opinion? */
#ifndef NUTGRAF_BRIEF_VOICE_H
#define NUTGRAF_BRIEF_VOICE_H

#include "text/analysis.h"

/* What its sentences are worth beside a report's, above 0 to 1: less where title or address call it opinion, and where the writer
 * says "we" or asks the reader. Thread-safe. */
double voice_weight(const struct analysis *x);

#endif
