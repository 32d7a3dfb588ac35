#include "feed/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <pthread.h>

#include "base/arena.h"
#include "feed/vocabulary.h"

/* Namespaces in scope are searched for each name: many of them make reading slow. */
enum { ATTRIBUTES = 80, NAMESPACE_LIMIT = 2000 };

struct reader {
    struct arena *a;
    const struct xml_handler *handler;
    struct xml_problem *problem;
    xmlParserCtxtPtr parser;
    struct buf names, values; /* of the element at hand */
    size_t namespaces;        /* declared so far */
};

static struct str of_xml(const xmlChar *s)
{
    return str_of((const char *)s);
}

static void add_lower(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_add_byte(out, (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]));
}

/* "dc:creator" by the namespace; by the prefix that was given where the namespace is not one that is known. */
static void add_name(struct reader *r, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct str known = uri ? vocabulary_prefix(of_xml(uri)) : (struct str){0};
    struct str used = known.p ? known : prefix ? of_xml(prefix) : STR("");
    if (used.n) {
        add_lower(&r->names, used);
        buf_add_byte(&r->names, ':');
    }
    add_lower(&r->names, of_xml(local));
}

/* A value with references to characters that libxml2 leaves for its tree builder ("&#38;"). */
static void add_value(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        buf_add_byte(out, s.p[i]);
        if (s.p[i] == '&' && str_starts((struct str){s.p + i, s.n - i}, STR("&#38;")))
            i += 4;
    }
}

struct slot {
    size_t name, name_end, value, value_end;
};

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                     const xmlChar **unused, int count, int defaulted, const xmlChar **raw)
{
    struct reader *r = context;
    (void)unused;
    (void)defaulted;
    r->namespaces += (size_t)namespaces;
    if (r->namespaces > NAMESPACE_LIMIT) {
        if (!r->problem->text.n)
            r->problem->text = str_format(r->a, "more than %d declarations of namespaces; reading stopped", NAMESPACE_LIMIT);
        xmlStopParser(r->parser);
        return;
    }
    struct slot slots[ATTRIBUTES];
    struct attribute attributes[ATTRIBUTES];
    size_t n = 0;
    buf_clear(&r->names);
    buf_clear(&r->values);
    add_name(r, local, prefix, uri);
    size_t name_end = r->names.n;
    for (int i = 0; i < count && n < ATTRIBUTES; i++, n++) {
        const xmlChar **at = raw + i * 5;
        slots[n].name = r->names.n;
        add_name(r, at[0], at[1], at[2]);
        slots[n].name_end = r->names.n;
        slots[n].value = r->values.n;
        add_value(&r->values, (struct str){(const char *)at[3], (size_t)(at[4] - at[3])});
        slots[n].value_end = r->values.n;
    }
    for (size_t i = 0; i < n; i++)
        attributes[i] = (struct attribute){.name = {r->names.p + slots[i].name, slots[i].name_end - slots[i].name},
                                           .value = {r->values.p ? r->values.p + slots[i].value : "",
                                                     slots[i].value_end - slots[i].value},
                                           .local = of_xml(raw[i * 5])};
    struct element e = {.name = {r->names.p, name_end},
                        .local = of_xml(local),
                        .uri = uri ? of_xml(uri) : STR(""),
                        .attributes = attributes,
                        .attribute_count = n,
                        .line = (size_t)xmlSAX2GetLineNumber(r->parser)};
    r->handler->start(r->handler->context, &e);
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct reader *r = context;
    (void)local;
    (void)prefix;
    (void)uri;
    r->handler->end(r->handler->context);
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct reader *r = context;
    r->handler->text(r->handler->context, (struct str){(const char *)text, (size_t)length});
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct reader *r = context;
    if (error->level == XML_ERR_WARNING || r->problem->text.n || error->code == XML_NS_ERR_XML_NAMESPACE ||
        error->code == XML_WAR_NS_URI || error->code == XML_WAR_NS_URI_RELATIVE)
        return;
    struct str message = str_trim(str_of(error->message));
    r->problem->text = str_format(r->a, "line %d: %.*s", error->line, STR_ARG(utf8_cut(utf8_repair(r->a, message), 200)));
}

static void xml_begin(void)
{
    xmlInitParser();
}

void xml_each(struct arena *a, struct str text, bool recovers, const struct xml_handler *handler, struct xml_problem *problem)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, xml_begin);
    *problem = (struct xml_problem){0};
    struct reader r = {.a = a, .handler = handler, .problem = problem};
    r.parser = xmlCreateMemoryParserCtxt(text.p, (int)text.n);
    if (!r.parser) {
        *problem = (struct xml_problem){STR("nothing to read"), true};
        return;
    }
    xmlSAXHandler sax = {.startElementNs = on_start, .endElementNs = on_end, .characters = on_text,
                         .ignorableWhitespace = on_text, .cdataBlock = on_text, .serror = on_error,
                         .initialized = XML_SAX2_MAGIC};
    xmlCtxtUseOptions(r.parser, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC | (recovers ? XML_PARSE_RECOVER : 0));
    *r.parser->sax = sax;
    r.parser->userData = &r;
    xmlParseDocument(r.parser);
    problem->is_fatal = !r.parser->wellFormed;
    if (problem->is_fatal && !problem->text.n)
        problem->text = STR("not well-formed");
    xmlFreeParserCtxt(r.parser);
    buf_free(&r.names);
    buf_free(&r.values);
}

static void start(void *context, const struct element *e)
{
    builder_start(context, e);
}

static void end(void *context)
{
    builder_end(context);
}

static void text(void *context, struct str s)
{
    builder_text(context, s);
}

void xml_read(struct builder *b, struct str bytes, bool recovers, struct xml_problem *problem)
{
    const struct xml_handler handler = {b, start, end, text};
    xml_each(b->a, bytes, recovers, &handler, problem);
}
