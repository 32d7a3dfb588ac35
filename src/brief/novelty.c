#include "brief/novelty.h"

#include "brief/draft.h"
#include "text/idf.h"

enum { QUOTED_FEWEST = 5 };

void novelty_tell(struct map *told, const struct line *line)
{
    for (size_t i = 0; i < line->term_count; i++)
        *map_put(told, line->terms[i]) = 1;
}

bool novelty_is_quoted(const struct line *line)
{
    uint32_t quoted = 0;
    for (uint32_t k = line->first_token; k < line->sentence->first_token + line->sentence->token_count; k++)
        quoted += line->analysis->body.tokens[k].flags & TOKEN_IN_QUOTE ? 1 : 0;
    return quoted >= QUOTED_FEWEST;
}

double novelty_share(const struct map *told, const struct line *line)
{
    const struct passage *p = &line->analysis->body;
    uint32_t end = line->sentence->first_token + line->sentence->token_count;
    size_t time = draft_time_at(p, p->tokens[line->first_token].begin);
    double all = 0, untold = 0;
    bool is_quoted = novelty_is_quoted(line); /* of who says it the page may know all: what counts is what is said */
    for (uint32_t k = line->first_token; k < end; k++) {
        const struct token *t = &p->tokens[k];
        while (time < p->time_count && p->times[time].at.end <= t->begin)
            time++;
        bool is_in_time = time < p->time_count && p->times[time].at.begin <= t->begin && p->times[time].grain >= GRAIN_DAY;
        if (t->kind == TOKEN_PUNCTUATION || t->flags & TOKEN_STOP || is_in_time || (is_quoted && !(t->flags & TOKEN_IN_QUOTE)))
            continue;
        double weight = idf_background(t->term);
        all += weight;
        untold += map_get(told, t->term) ? 0 : weight;
    }
    return all > 0 ? untold / all : 0;
}
