/* model.h - the weights of data/story/weights.txt: how likely two articles report the same event; private to the room. */
#ifndef NUTGRAF_STORY_MODEL_H
#define NUTGRAF_STORY_MODEL_H

#include "story/pair.h"

/* 0-1. Thread-safe. */
double model_pair(const double features[PAIR_FEATURE_COUNT]);
/* The log odds without PAIR_NEAREST, and what they and it come to: as more reports come, only that feature changes. */
double model_rest(const double features[PAIR_FEATURE_COUNT]);
double model_with_nearest(double rest, double nearest);
/* What each feature adds to the evidence (log odds), for explanations. */
void model_parts(const double features[PAIR_FEATURE_COUNT], double parts[PAIR_FEATURE_COUNT]);

enum model_setting {
    MODEL_JOIN, /* reports are one story when the mean over their pairs is so much */
    MODEL_SETTING_COUNT
};
double model_setting(enum model_setting which);
/* Other weights than the program's, in the same form; for measuring, and not thread-safe. */
void model_use(struct str text);

#endif
