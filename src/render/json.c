/* A page as JSON, for programs: the fields of docs/FORMATS.md. Cites are numbers of sources, counted from 1. */
#include "base/json_write.h"
#include "render/formats.h"

const char *const json_change_kinds[CHANGE_KINDS] = {"added", "revised", "confirmed", "withdrawn", "left out"};

static void write_behind(struct json_write *w, const struct brief *b, const struct unit_text *u)
{
    json_write_begin(w, "cites", '[');
    for (size_t i = 0; i < u->cite_count; i++)
        json_write_integer(w, NULL, u->cites[i] + 1);
    json_write_end(w, ']');
    json_write_begin(w, "support", '[');
    for (size_t i = 0; i < u->support_count; i++) {
        json_write_begin(w, NULL, '{');
        json_write_str(w, "article", b->sources[u->support[i].source].article->id);
        json_write_integer(w, "begin", u->support[i].at.begin);
        json_write_integer(w, "end", u->support[i].at.end);
        json_write_end(w, '}');
    }
    json_write_end(w, ']');
}

/* Without the closing bracket: more may follow. */
static void begin_article(struct json_write *w, const struct article *x)
{
    json_write_begin(w, NULL, '{');
    json_write_str(w, "article", x->id);
    json_write_str(w, "outlet", x->outlet);
    json_write_str(w, "title", x->title);
    json_write_str(w, "url", x->url);
    json_write_moment(w, "published", x->published);
}

static void write_sections(struct json_write *w, const struct brief *b)
{
    json_write_begin(w, "sections", '[');
    for (size_t i = 0; i < b->section_count; i++) {
        json_write_begin(w, NULL, '{');
        json_write_str(w, "heading", b->sections[i].heading.text);
        json_write_begin(w, "sentences", '[');
        for (size_t k = 0; k < b->sections[i].sentence_count; k++) {
            const struct unit_text *u = &b->sections[i].sentences[k];
            json_write_begin(w, NULL, '{');
            json_write_str(w, "text", u->text);
            write_behind(w, b, u);
            if (u->writer.n)
                json_write_str(w, "writer", u->writer);
            json_write_end(w, '}');
        }
        json_write_end(w, ']');
        json_write_end(w, '}');
    }
    json_write_end(w, ']');
}

static void write_sources(struct json_write *w, const struct brief *b)
{
    json_write_begin(w, "sources", '[');
    for (size_t i = 0; i < b->source_count; i++) {
        begin_article(w, b->sources[i].article);
        json_write_integer(w, "n", (int64_t)i + 1);
        json_write_str(w, "note", b->sources[i].note.text);
        write_behind(w, b, &b->sources[i].note);
        if (b->sources[i].copy_of != NO_INDEX)
            json_write_integer(w, "copy_of", b->sources[i].copy_of + 1);
        json_write_bool(w, "background", b->sources[i].is_background);
        json_write_end(w, '}');
    }
    json_write_end(w, ']');
}

static void write_timeline(struct json_write *w, const struct brief *b)
{
    json_write_begin(w, "timeline", '[');
    for (size_t i = 0; i < b->timeline_count; i++) {
        json_write_begin(w, NULL, '{');
        json_write_str(w, "date", str_of(b->timeline[i].date));
        json_write_str(w, "text", b->timeline[i].what.text);
        write_behind(w, b, &b->timeline[i].what);
        json_write_end(w, '}');
    }
    json_write_end(w, ']');
}

static void write_related(struct json_write *w, const struct brief *b)
{
    json_write_begin(w, "related", '[');
    for (size_t i = 0; i < b->related_count; i++) {
        begin_article(w, b->related[i]);
        json_write_end(w, '}');
    }
    json_write_end(w, ']');
}

static void write_disagreements(struct json_write *w, const struct brief *b)
{
    json_write_begin(w, "disagreements", '[');
    for (size_t i = 0; i < b->disagreement_count; i++) {
        json_write_begin(w, NULL, '{');
        json_write_str(w, "what", b->disagreements[i].what);
        json_write_begin(w, "claims", '[');
        for (size_t k = 0; k < b->disagreements[i].claim_count; k++) {
            json_write_begin(w, NULL, '{');
            json_write_str(w, "value", b->disagreements[i].claims[k].value);
            json_write_moment(w, "as_of", render_as_of(b, &b->disagreements[i].claims[k]));
            write_behind(w, b, &b->disagreements[i].claims[k].behind);
            json_write_end(w, '}');
        }
        json_write_end(w, ']');
        json_write_end(w, '}');
    }
    json_write_end(w, ']');
}

static void write_changes(struct json_write *w, const struct brief *b)
{
    json_write_begin(w, "changes", '[');
    for (size_t i = 0; i < b->change_count; i++) {
        json_write_begin(w, NULL, '{');
        json_write_str(w, "kind", str_of(json_change_kinds[b->changes[i].kind]));
        json_write_str(w, "text", b->changes[i].unit.text);
        write_behind(w, b, &b->changes[i].unit);
        json_write_str(w, "was", b->changes[i].was);
        json_write_moment(w, "at", b->changes[i].at);
        json_write_end(w, '}');
    }
    json_write_end(w, ']');
}

void render_json(const struct brief *b, struct buf *out)
{
    struct json_write w = {.out = out};
    json_write_begin(&w, NULL, '{');
    json_write_str(&w, "id", b->id);
    json_write_integer(&w, "version", b->version);
    json_write_str(&w, "headline", b->headline.text);
    json_write_str(&w, "language", b->language);
    json_write_moment(&w, "updated", b->updated);
    json_write_moment(&w, "since", b->since);
    json_write_integer(&w, "articles", (int64_t)b->article_count);
    json_write_integer(&w, "independent", (int64_t)b->independent_count);
    json_write_integer(&w, "outlets", (int64_t)b->outlet_count);
    write_sections(&w, b);
    write_sources(&w, b);
    write_timeline(&w, b);
    write_related(&w, b);
    write_disagreements(&w, b);
    write_changes(&w, b);
    json_write_end(&w, '}');
    buf_add_byte(out, '\n');
}
