/* living.h - the life of `nutgraf run`: what it owns, when an edition is due, what a failure means. */
#ifndef NUTGRAF_CMD_LIVING_H
#define NUTGRAF_CMD_LIVING_H

#include "base/status.h"

struct living_options {
    const char *config_path;
    long port; /* -1: the configuration's */
    bool once, quiet, no_fetch;
};

/* Until network_stop, or for one edition. *has_failed: some feed or page could not be had (it was told). */
struct status living_run(const struct living_options *options, bool *has_failed) MUST_CHECK;

#endif
