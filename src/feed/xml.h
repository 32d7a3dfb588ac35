/* xml.h - XML by libxml2's SAX interface into a builder: no DTD (prolog.h takes it out), no network, no tree. */
#ifndef NUTGRAF_FEED_XML_H
#define NUTGRAF_FEED_XML_H

#include "feed/build.h"

struct xml_problem {
    struct str text; /* the first fault, with its line; empty if there is none */
    bool is_fatal;   /* not well-formed: reading stopped there */
};

/* `text` is UTF-8. With `recovers`, reading goes on behind faults. */
void xml_read(struct builder *b, struct str text, bool recovers, struct xml_problem *problem);

/* For other readers of XML (opml.h): `start` and `end` are called for each element, `text` for what lies between. */
struct xml_handler {
    void *context;
    void (*start)(void *context, const struct element *e);
    void (*end)(void *context);
    void (*text)(void *context, struct str text);
};
void xml_each(struct arena *a, struct str text, bool recovers, const struct xml_handler *handler, struct xml_problem *problem);

#endif
