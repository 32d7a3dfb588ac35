#include <stdio.h>

#include "render/formats.h"
#include "render/forms.h"
#include "render/when.h"

void render_brief(const struct brief *brief, enum format format, const struct render_options *options, struct buf *out)
{
    switch (format) {
    case FORMAT_MARKDOWN:
        render_markdown(brief, options, out);
        break;
    case FORMAT_HTML:
        render_html(brief, options, out);
        break;
    case FORMAT_JSON:
        render_json(brief, out);
        break;
    case FORMAT_ATOM:
        render_atom_entry(brief, options->address, out);
        break;
    case FORMAT_TEXT:
    case FORMAT_COUNT:
        render_text(brief, options, out);
    }
}

bool format_parse(struct str name, enum format *out)
{
    static const struct {
        const char *name;
        enum format format;
    } names[] = {{"text", FORMAT_TEXT},         {"txt", FORMAT_TEXT},  {"markdown", FORMAT_MARKDOWN},
                 {"md", FORMAT_MARKDOWN},       {"html", FORMAT_HTML}, {"json", FORMAT_JSON}, {"atom", FORMAT_ATOM}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!str_eq(name, str_of(names[i].name)))
            continue;
        *out = names[i].format;
        return true;
    }
    return false;
}

void render_count(struct buf *out, size_t n, const char *one, const char *many)
{
    buf_format(out, "%zu %s", n, n == 1 ? one : many);
}

static size_t worded_by_others(const struct brief *brief)
{
    size_t n = 0;
    for (size_t i = 0; i < brief->section_count; i++)
        for (size_t k = 0; k < brief->sections[i].sentence_count; k++)
            n += brief->sections[i].sentences[k].writer.n > 0;
    return n;
}

void render_updated(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    if (brief->updated.is_set) {
        buf_add_z(out, "Updated ");
        when_time(out, brief->updated);
        struct buf ago = {0};
        when_ago(&ago, brief->updated, options->now);
        if (ago.n)
            buf_format(out, ", %s", ago.p);
        buf_free(&ago);
        buf_add_byte(out, ' ');
    }
    buf_add_byte(out, '(');
    render_count(out, brief->article_count, "article", "articles");
    buf_add_byte(out, ')');
    if (brief->independent_count && brief->independent_count < brief->article_count) {
        buf_add_z(out, ", ");
        render_count(out, brief->outlet_count, "outlet", "outlets");
        buf_add_z(out, ", ");
        render_count(out, brief->independent_count, "independent report", "independent reports");
    }
    size_t others = worded_by_others(brief);
    if (others) {
        buf_add_z(out, ", ");
        render_count(out, others, "sentence", "sentences");
        buf_add_z(out, " worded by a language model");
    }
}

struct str render_outlet(const struct article *article)
{
    if (article->outlet.n)
        return article->outlet;
    struct str rest = article->url;
    str_cut(&rest, '/');
    str_cut(&rest, '/');
    struct str host = str_cut(&rest, '/');
    return host.n ? host : article->title;
}

struct moment render_as_of(const struct brief *brief, const struct claim *claim)
{
    struct moment newest = {0};
    for (size_t i = 0; i < claim->behind.cite_count; i++) {
        const struct article *x = brief->sources[claim->behind.cites[i]].article;
        struct moment at = x->modified.is_set ? x->modified : x->published;
        if (at.is_set && (!newest.is_set || at.seconds > newest.seconds))
            newest = at;
    }
    return newest;
}

void render_claim_time(const struct brief *brief, const struct claim *claim, struct buf *out)
{
    struct moment at = render_as_of(brief, claim);
    if (at.is_set)
        buf_add_z(out, ", as of ");
    when_time(out, at);
}

struct str render_note(const struct source *source, char room[RENDER_NOTE_ROOM])
{
    if (source->copy_of == NO_INDEX || !str_eq(source->note.text, STR("Carries the same report as another source.")))
        return source->note.text;
    int n = snprintf(room, RENDER_NOTE_ROOM, "Carries the same report as [%d].", source->copy_of + 1);
    return (struct str){room, (size_t)n};
}
