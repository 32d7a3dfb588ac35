/* verbs.h - private to the brief room: forms of the verbs of data/brief/verbs.txt. Thread-safe. */
#ifndef NUTGRAF_BRIEF_VERBS_H
#define NUTGRAF_BRIEF_VERBS_H

#include "base/str.h"

enum verb_form { VERB_BASE = 1, VERB_THIRD = 2, VERB_PAST = 4, VERB_PARTICIPLE = 8, VERB_GERUND = 16 };

/* The forms that a word can be (in any case), 0 if it is no verb. */
unsigned verbs_forms(struct str word);

/* The present-tense form of a verb in any form: "urged" -> "urges" (one) or "urge" (many). Empty for what is no verb. The
 * string lasts as long as the program. */
struct str verbs_present(struct str word, bool is_many);

#endif
