/* language.h - which language a text is in, by its script and its function words. */
#ifndef NUTGRAF_TEXT_LANGUAGE_H
#define NUTGRAF_TEXT_LANGUAGE_H

#include "base/str.h"

/* BCP 47 primary language, "und" when the evidence is too thin. Looks at the first few thousand bytes. */
void language_guess(struct str text, char out[12]);

#endif
