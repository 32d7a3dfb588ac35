/* surname.h - private to the brief room: how a headline calls a person whom the article names in full. Thread-safe.
 *
 * By surname, where the article leaves no doubt that it is a person and which part that is; else by the whole name. */
#ifndef NUTGRAF_BRIEF_SURNAME_H
#define NUTGRAF_BRIEF_SURNAME_H

#include "text/analysis.h"

/* The token with which the short form of the name begins: "Rowe", "Marchetti-Rowe", "de Brandt", "al-Okafor"; the name's first token
 * where it is called in full. */
uint32_t surname_token(const struct passage *p, const struct name *n);

#endif
