/* model.h - the weights of data/story/weights.txt: how likely two articles report the same event; private to the room. */
#ifndef NUTGRAF_STORY_MODEL_H
#define NUTGRAF_STORY_MODEL_H

#include "story/pair.h"

/* 0-1. Thread-safe. */
double model_pair(const double features[PAIR_FEATURE_COUNT]);
/* What each feature adds to the evidence (log odds), for explanations. */
void model_parts(const double features[PAIR_FEATURE_COUNT], double parts[PAIR_FEATURE_COUNT]);

enum model_setting {
    MODEL_JOIN,  /* a story must score so much for an article to join it */
    MODEL_BLEND, /* a story's score: so much of its likest report's, the rest of all its reports' mean */
    MODEL_MERGE, /* two stories become one when the mean over pairs of their reports is so much */
    MODEL_SETTING_COUNT
};
double model_setting(enum model_setting which);

#endif
