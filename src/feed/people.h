/* people.h - authors, publishers and contributors: names and addresses from elements of their own (Atom), or from one text
 * that holds both (RSS: "ann@example.org (Ann Lee)"). The actions of data/feed/elements.txt that concern people. */
#ifndef NUTGRAF_FEED_PEOPLE_H
#define NUTGRAF_FEED_PEOPLE_H

#include "feed/build.h"

void person_start(struct builder *b, struct frame *f, const struct element *e);
void person_end(struct builder *b, struct frame *f);
void contributor_start(struct builder *b, struct frame *f, const struct element *e);
void contributor_end(struct builder *b, struct frame *f);
void contributor_start_named(struct builder *b, struct frame *f, const struct element *e);
void contributor_end_named(struct builder *b, struct frame *f);
void owner_start(struct builder *b, struct frame *f, const struct element *e);
void owner_end(struct builder *b, struct frame *f);
void person_part_start(struct builder *b, struct frame *f, const struct element *e);
void person_part_end(struct builder *b, struct frame *f);

#endif
