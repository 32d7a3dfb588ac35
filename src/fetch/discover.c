#include "fetch/discover.h"

#include <libxml/HTMLparser.h>
#include <limits.h>

#include "base/arena.h"
#include "base/embedded.h"

static struct str attribute(struct arena *a, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    struct str s = value ? str_copy(a, str_trim(str_of((const char *)value))) : STR("");
    xmlFree(value);
    return s;
}

/* Is `word` one of the space-separated words? */
static bool has_word(struct str words, struct str word)
{
    while (words.n)
        if (str_eq_nocase(str_trim(str_cut(&words, ' ')), word))
            return true;
    return false;
}

static bool is_feed_type(struct str type)
{
    static const char *const types[] = {"application/rss+xml", "application/atom+xml", "application/feed+json",
                                        "application/rdf+xml"};
    type = str_trim(str_cut(&type, ';'));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq_nocase(type, str_of(types[i])))
            return true;
    return false;
}

/* The next node in document order, without recursion: pages nest as deep as they please. */
static const xmlNode *next_node(const xmlNode *node, const xmlNode *root)
{
    if (node->children && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node && node != root && !node->next)
        node = node->parent;
    return !node || node == root ? NULL : node->next;
}

static size_t add(struct arena *a, const struct url *base, struct str href, struct str out[DISCOVER_LIMIT],
                  size_t count)
{
    struct url found;
    struct status s = url_resolve(a, base, href, &found);
    if (!is_ok(&s) || count == DISCOVER_LIMIT)
        return count;
    for (size_t i = 0; i < count; i++)
        if (str_eq(out[i], found.text))
            return count;
    out[count] = found.text;
    return count + 1;
}

size_t discover_feeds(struct arena *a, struct str html, const struct url *page, struct str out[DISCOVER_LIMIT])
{
    size_t count = 0;
    struct url base = *page;
    if (html.n > INT_MAX)
        return 0;
    htmlDocPtr doc = htmlReadMemory(html.p, (int)html.n, page->text.p, NULL,
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    for (const xmlNode *node = root; node; node = next_node(node, root)) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        struct url moved;
        struct status s = status_error(STATUS_BAD_INPUT, "no base");
        if (xmlStrEqual(node->name, (const xmlChar *)"base"))
            s = url_resolve(a, page, attribute(a, node, "href"), &moved);
        if (is_ok(&s))
            base = moved;
        if (xmlStrEqual(node->name, (const xmlChar *)"link") && has_word(attribute(a, node, "rel"), STR("alternate")) &&
            is_feed_type(attribute(a, node, "type")))
            count = add(a, &base, attribute(a, node, "href"), out, count);
    }
    xmlFreeDoc(doc);
    return count;
}

size_t discover_places(struct arena *a, const struct url *page, struct str out[DISCOVER_LIMIT])
{
    size_t count = 0;
    struct str rest = embedded_get("data/feed-places.txt"), line;
    while (embedded_line(&rest, &line))
        count = add(a, page, line, out, count);
    return count;
}
