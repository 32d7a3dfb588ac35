#include "story/model.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/embedded.h"

static const char *const setting_names[MODEL_SETTING_COUNT] = {"join"};
static double settings[MODEL_SETTING_COUNT], weights[PAIR_FEATURE_COUNT], bias;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Lines of "name number"; a name that is unknown here is a fault of the data file, found by the first test. */
static void read_weights(struct str rest)
{
    struct str line;
    while (embedded_line(&rest, &line)) {
        struct str name = str_cut(&line, ' ');
        double value = strtod(line.p, NULL), *place = str_eq(name, STR("bias")) ? &bias : NULL;
        for (size_t i = 0; i < PAIR_FEATURE_COUNT; i++)
            if (str_eq(name, str_of(pair_feature_names[i])))
                place = &weights[i];
        for (size_t i = 0; i < MODEL_SETTING_COUNT; i++)
            if (str_eq(name, str_of(setting_names[i])))
                place = &settings[i];
        if (!place)
            abort();
        *place = value;
    }
}

static void load(void)
{
    read_weights(embedded_get("data/story/weights.txt"));
}

void model_use(struct str text)
{
    pthread_once(&once, load);
    read_weights(text);
}

void model_parts(const double features[PAIR_FEATURE_COUNT], double parts[PAIR_FEATURE_COUNT])
{
    pthread_once(&once, load);
    for (size_t i = 0; i < PAIR_FEATURE_COUNT; i++)
        parts[i] = weights[i] * features[i];
}

double model_rest(const double features[PAIR_FEATURE_COUNT])
{
    pthread_once(&once, load);
    double z = bias;
    for (size_t i = 0; i < PAIR_FEATURE_COUNT; i++)
        z += i == PAIR_NEAREST ? 0 : weights[i] * features[i];
    return z;
}

double model_with_nearest(double rest, double nearest)
{
    pthread_once(&once, load);
    return 1 / (1 + exp(-rest - weights[PAIR_NEAREST] * nearest));
}

double model_pair(const double features[PAIR_FEATURE_COUNT])
{
    return model_with_nearest(model_rest(features), features[PAIR_NEAREST]);
}

double model_setting(enum model_setting which)
{
    pthread_once(&once, load);
    return settings[which];
}
