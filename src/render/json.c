/* A page as JSON, for programs: the fields of docs/FORMATS.md. Cites are numbers of sources, counted from 1. */
#include "base/json.h"
#include "render/formats.h"

const char *const json_change_kinds[CHANGE_KINDS] = {"added", "revised", "confirmed", "withdrawn", "left out"};

static void set_behind(const struct brief *b, json_t *o, const struct unit_text *u)
{
    json_t *cites = json_array(), *support = json_array();
    for (size_t i = 0; i < u->cite_count; i++)
        json_array_append_new(cites, json_integer(u->cites[i] + 1));
    for (size_t i = 0; i < u->support_count; i++) {
        json_t *s = json_object();
        json_add_str(s, "article", b->sources[u->support[i].source].article->id);
        json_object_set_new(s, "begin", json_integer(u->support[i].at.begin));
        json_object_set_new(s, "end", json_integer(u->support[i].at.end));
        json_array_append_new(support, s);
    }
    json_object_set_new(o, "cites", cites);
    json_object_set_new(o, "support", support);
}

static json_t *article_json(const struct article *x)
{
    json_t *o = json_object();
    json_add_str(o, "article", x->id);
    json_add_str(o, "outlet", x->outlet);
    json_add_str(o, "title", x->title);
    json_add_str(o, "url", x->url);
    json_add_moment(o, "published", x->published);
    return o;
}

static json_t *sections_json(const struct brief *b)
{
    json_t *sections = json_array();
    for (size_t i = 0; i < b->section_count; i++) {
        json_t *s = json_object(), *sentences = json_array();
        for (size_t k = 0; k < b->sections[i].sentence_count; k++) {
            json_t *u = json_object();
            json_add_str(u, "text", b->sections[i].sentences[k].text);
            set_behind(b, u, &b->sections[i].sentences[k]);
            if (b->sections[i].sentences[k].writer.n)
                json_add_str(u, "writer", b->sections[i].sentences[k].writer);
            json_array_append_new(sentences, u);
        }
        json_add_str(s, "heading", b->sections[i].heading.text);
        json_object_set_new(s, "sentences", sentences);
        json_array_append_new(sections, s);
    }
    return sections;
}

static json_t *sources_json(const struct brief *b)
{
    json_t *sources = json_array();
    for (size_t i = 0; i < b->source_count; i++) {
        json_t *o = article_json(b->sources[i].article);
        json_object_set_new(o, "n", json_integer((json_int_t)i + 1));
        json_add_str(o, "note", b->sources[i].note.text);
        set_behind(b, o, &b->sources[i].note);
        if (b->sources[i].copy_of != NO_INDEX)
            json_object_set_new(o, "copy_of", json_integer(b->sources[i].copy_of + 1));
        json_object_set_new(o, "background", json_boolean(b->sources[i].is_background));
        json_array_append_new(sources, o);
    }
    return sources;
}

static json_t *timeline_json(const struct brief *b)
{
    json_t *timeline = json_array();
    for (size_t i = 0; i < b->timeline_count; i++) {
        json_t *o = json_object();
        json_add_str(o, "date", str_of(b->timeline[i].date));
        json_add_str(o, "text", b->timeline[i].what.text);
        set_behind(b, o, &b->timeline[i].what);
        json_array_append_new(timeline, o);
    }
    return timeline;
}

static json_t *disagreements_json(const struct brief *b)
{
    json_t *all = json_array();
    for (size_t i = 0; i < b->disagreement_count; i++) {
        json_t *o = json_object(), *claims = json_array();
        for (size_t k = 0; k < b->disagreements[i].claim_count; k++) {
            json_t *c = json_object();
            json_add_str(c, "value", b->disagreements[i].claims[k].value);
            char as_of[MOMENT_TEXT];
            moment_format_iso(render_as_of(b, &b->disagreements[i].claims[k]), as_of);
            json_add_str(c, "as_of", str_of(as_of));
            set_behind(b, c, &b->disagreements[i].claims[k].behind);
            json_array_append_new(claims, c);
        }
        json_add_str(o, "what", b->disagreements[i].what);
        json_object_set_new(o, "claims", claims);
        json_array_append_new(all, o);
    }
    return all;
}

static json_t *changes_json(const struct brief *b)
{
    json_t *all = json_array();
    for (size_t i = 0; i < b->change_count; i++) {
        json_t *o = json_object();
        json_add_str(o, "kind", str_of(json_change_kinds[b->changes[i].kind]));
        json_add_str(o, "text", b->changes[i].unit.text);
        set_behind(b, o, &b->changes[i].unit);
        json_add_str(o, "was", b->changes[i].was);
        json_add_moment(o, "at", b->changes[i].at);
        json_array_append_new(all, o);
    }
    return all;
}

void render_json(const struct brief *b, struct buf *out)
{
    json_t *page = json_object(), *related = json_array();
    for (size_t i = 0; i < b->related_count; i++)
        json_array_append_new(related, article_json(b->related[i]));
    json_add_str(page, "id", b->id);
    json_object_set_new(page, "version", json_integer(b->version));
    json_add_str(page, "headline", b->headline.text);
    json_add_str(page, "language", b->language);
    json_add_moment(page, "updated", b->updated);
    json_add_moment(page, "since", b->since);
    json_object_set_new(page, "articles", json_integer((json_int_t)b->article_count));
    json_object_set_new(page, "independent", json_integer((json_int_t)b->independent_count));
    json_object_set_new(page, "outlets", json_integer((json_int_t)b->outlet_count));
    json_object_set_new(page, "sections", sections_json(b));
    json_object_set_new(page, "sources", sources_json(b));
    json_object_set_new(page, "timeline", timeline_json(b));
    json_object_set_new(page, "related", related);
    json_object_set_new(page, "disagreements", disagreements_json(b));
    json_object_set_new(page, "changes", changes_json(b));
    json_put(page, JSON_INDENT(1), out);
}
