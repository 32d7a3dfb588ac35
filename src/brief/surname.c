#include "brief/surname.h"

#include "brief/draft.h"
#include "text/word.h"

enum { SHORTEST_SURNAME = 3 }; /* bytes: a shorter last part is as often the end of a given name */

static bool is_in(const struct passage *p, uint32_t k, enum lex list)
{
    struct word w;
    word_read(lexicon_for(STR("en")), token_text(p, &p->tokens[k]), &w);
    return w.lex & LEX_BIT(list);
}

static bool is_capitalised(const struct passage *p, uint32_t k)
{
    return p->tokens[k].flags & TOKEN_CAPITALISED;
}

/* The last part of the name with what is tied to it; `first` where that is not the surname: "Ro Jae-in". */
static uint32_t last_part(const struct passage *p, uint32_t first, uint32_t last)
{
    uint32_t k = last;
    while (k > first + 1 && draft_is_mark(p, k - 1, '-')) {
        if (!is_capitalised(p, k))
            return first;
        k -= 2;
    }
    if (p->tokens[k].begin + SHORTEST_SURNAME > p->tokens[last].begin + p->tokens[last].length)
        return first;
    while (k > first + 1 && is_in(p, k - 1, LEX_PARTICLE) && p->tokens[k - 1].kind == TOKEN_WORD)
        k--;
    return k;
}

/* What the article's other mentions say of the name. */
struct usage {
    bool by_last, by_first; /* it stands alone */
    bool is_person;         /* with a role or title */
};

static struct usage usage_of(const struct passage *p, const struct name *n, uint32_t first, uint32_t surname)
{
    struct usage u = {0};
    for (size_t i = 0; i < p->name_count; i++) {
        const struct name *other = &p->names[i];
        u.is_person |= other->canonical == n->canonical && other->role.begin != other->role.end;
        uint32_t from = draft_token_at(p, other->at.begin);
        bool is_alone = other->at.end - other->at.begin < n->at.end - n->at.begin && from < p->token_count;
        if (!is_alone || (p->tokens[from].term != p->tokens[first].term && p->tokens[from].term != p->tokens[surname].term))
            continue;
        bool is_single = token_text(p, &p->tokens[from]).n == other->at.end - other->at.begin;
        u.by_first |= is_single && p->tokens[from].term == p->tokens[first].term;
        u.by_last |= p->tokens[from].term == p->tokens[surname].term;
    }
    return u;
}

uint32_t surname_token(const struct passage *p, const struct name *n)
{
    uint32_t first = draft_token_at(p, n->at.begin), last = draft_token_at(p, n->at.end - 1);
    bool goes_on = last + 1 < p->token_count && draft_is_mark(p, last + 1, '-') && p->tokens[last + 1].begin == n->at.end; /* "Ro Jae|-in" */
    if (first >= last || last >= p->token_count || goes_on)
        return first;
    uint32_t surname = last_part(p, first, last);
    if (surname == first)
        return first;
    struct usage u = usage_of(p, n, first, surname);
    bool is_surely_person = u.by_last || u.is_person || (is_in(p, first, LEX_GIVEN) && !u.by_first);
    return is_surely_person ? surname : first;
}
