/* What the wording leaves out must not turn what it keeps: a "not", a "may", an "accused of", the preposition before a
 * noun, the condition, the one who says it. */
#include "brief/check_items.h"

#include "text/lexicon.h"

enum { REACH_SMALL = 2, REACH_WIDE = 3 };

static bool is_kept(const struct pairing *p, size_t k)
{
    return p->to_wording[k] >= 0;
}

/* The first of the next `reach` items with meaning, before the clause ends, that the wording keeps; 0 if none. With
 * `dropped`, how many with meaning stand before it. */
static size_t kept_behind(const struct pairing *p, size_t k, size_t reach, size_t *dropped)
{
    *dropped = 0;
    for (size_t j = k + 1; j < p->source->count && *dropped < reach; j++) {
        const struct item *i = &p->source->items[j];
        if (i->kind == ITEM_MARK && i->mark == '"')
            continue; /* could not "encourage" it */
        if (item_is_boundary(i) || (reach != SIZE_MAX && !i->is_content && item_is(i, CLASS_JOINT) && *dropped))
            break;
        if (j == k + 1 && i->kind == ITEM_WORD && is_kept(p, j) && p->source->items[k].flags & (TOKEN_NEGATION | TOKEN_MODAL))
            return j;
        if (!i->is_content)
            continue;
        if (is_kept(p, j))
            return j;
        ++*dropped;
    }
    return 0;
}

static struct verdict left_out(struct arena *a, const struct pairing *p, enum check_reason reason, size_t k, size_t kept)
{
    return check_fault(a, reason, "the source says \"%.*s\" of \"%.*s\"; the page leaves it out",
                       STR_ARG(item_text(p->source, &p->source->items[k])), STR_ARG(item_text(p->source, &p->source->items[kept])));
}

/* "accused of theft": closed off by its own preposition, and left out together with it. */
static bool is_closed(const struct pairing *p, size_t k, size_t dropped)
{
    return dropped && k + 1 < p->source->count && item_is(&p->source->items[k + 1], CLASS_GOVERNOR) &&
           !(p->source->items[k + 1].flags & TOKEN_NEGATION) && !str_eq_nocase(item_text(p->source, &p->source->items[k + 1]), STR("to"));
}

static struct verdict check_guard(struct arena *a, const struct pairing *p, size_t k)
{
    const struct item *i = &p->source->items[k];
    bool negation = i->flags & TOKEN_NEGATION, modal = i->flags & TOKEN_MODAL || item_is(i, CLASS_NOT_REALLY);
    size_t dropped, kept;
    if (!negation && !modal && !item_is(i, CLASS_QUALIFIER))
        return (struct verdict){0};
    if (item_is(i, CLASS_CONDITIONAL))
        return (struct verdict){0};
    size_t reach = negation || item_is(i, CLASS_NOT_REALLY) ? REACH_WIDE : modal ? REACH_SMALL : 1;
    if (!i->is_content && modal && !negation)
        reach = REACH_SMALL;
    kept = kept_behind(p, k, reach, &dropped);
    if (!kept || is_closed(p, k, dropped))
        return (struct verdict){0};
    return left_out(a, p, negation ? CHECK_NEGATION : CHECK_MODALITY, k, kept);
}

/* A noun without its preposition takes another part: "leader of the party" - "party". */
static struct verdict check_governor(struct arena *a, const struct pairing *p, size_t k)
{
    const struct check_text *s = p->source;
    size_t j = k + 1;
    for (; j < s->count && !item_is_boundary(&s->items[j]); j++) {
        const struct item *i = &s->items[j];
        if (i->kind == ITEM_DATE)
            break;
        if (i->is_content && is_kept(p, j)) {
            size_t before = (size_t)p->to_wording[j];
            while (before > 0 && !p->wording->items[before - 1].is_content && p->wording->items[before - 1].kind == ITEM_WORD)
                if (item_is(&p->wording->items[--before], CLASS_GOVERNOR))
                    return (struct verdict){0}; /* another preposition stands there: check_presence speaks of it */
            return check_fault(a, CHECK_ROLES, "the source says \"%.*s ... %.*s\"; the page leaves \"%.*s\" out",
                               STR_ARG(item_text(s, &s->items[k])), STR_ARG(item_text(s, i)), STR_ARG(item_text(s, &s->items[k])));
        }
        if (i->kind == ITEM_WORD && !i->is_content && j > k + 1 && s->items[j - 1].is_content)
            break; /* the noun phrase is over */
    }
    return (struct verdict){0};
}

/* "Okafor's lawyer resigned": Okafor did not. */
static struct verdict check_owner(struct arena *a, const struct pairing *p, size_t k)
{
    const struct check_text *s = p->source, *w = p->wording;
    if (!k || !is_kept(p, k - 1) || !(s->items[k - 1].flags & TOKEN_IN_NAME))
        return (struct verdict){0};
    size_t there = (size_t)p->to_wording[k - 1];
    if (there > 0 && item_is(&w->items[there - 1], CLASS_GOVERNOR))
        return (struct verdict){0}; /* "the lawyer of Okafor" */
    return check_fault(a, CHECK_ROLES, "the source says \"%.*s%.*s ...\", of whom or which the page says it itself",
                       STR_ARG(item_text(s, &s->items[k - 1])), STR_ARG(item_text(s, &s->items[k])));
}

static bool is_possessive(const struct check_text *s, size_t k)
{
    struct str t = item_text(s, &s->items[k]);
    return str_eq(t, STR("'s")) || str_eq(t, STR("\xE2\x80\x99s"));
}

/* "Brown, who met Ilves, resigned": of what stands behind "who", nothing may be kept without the one it speaks of. */
static struct verdict check_relative(struct arena *a, const struct pairing *p, size_t k)
{
    const struct check_text *s = p->source;
    for (size_t n = 1; n <= 8 && n <= k; n++) {
        const struct item *i = &s->items[k - n];
        if (i->is_content && is_kept(p, k - n))
            return (struct verdict){0};
        if (i->is_content && n > 4)
            break;
    }
    size_t dropped, kept = kept_behind(p, k, SIZE_MAX, &dropped);
    if (!kept)
        return (struct verdict){0};
    return check_fault(a, CHECK_ROLES, "the source says \"%.*s\" in a clause about somebody the page leaves out",
                       STR_ARG(item_text(s, &s->items[kept])));
}

/* "will resign if the vote fails": the main clause beside a dropped condition. */
static struct verdict check_condition(struct arena *a, const struct pairing *p, size_t k)
{
    const struct check_text *s = p->source;
    bool starts = k == 0 || item_is(&s->items[k - 1], CLASS_JOINT);
    for (size_t n = 1; n <= 6 && n <= k; n++)
        if (item_is(&s->items[k - n], CLASS_ASKING))
            return (struct verdict){0};
    if (k && (str_eq_nocase(item_text(s, &s->items[k - 1]), STR("as")) || str_eq_nocase(item_text(s, &s->items[k - 1]), STR("even"))))
        return (struct verdict){0};
    for (size_t j = k && item_is_boundary(&s->items[k - 1]) ? k - 1 : k; !starts && j-- > 0 && !item_is_boundary(&s->items[j]);) {
        if (s->items[j].is_content && is_kept(p, j))
            return left_out(a, p, CHECK_MODALITY, k, j);
    }
    size_t j = k + 1;
    while (j < s->count && !item_is_boundary(&s->items[j]))
        j++;
    for (j++; starts && j < s->count && !item_is_boundary(&s->items[j]); j++)
        if (s->items[j].is_content && is_kept(p, j))
            return left_out(a, p, CHECK_MODALITY, k, j);
    return (struct verdict){0};
}

struct verdict check_meaning(struct arena *a, const struct pairing *p, enum check_form form)
{
    for (size_t k = 0; k < p->source->count; k++) {
        const struct item *i = &p->source->items[k];
        if (i->kind != ITEM_WORD || is_kept(p, k))
            continue;
        struct verdict v = check_guard(a, p, k);
        if (v.reason == CHECK_SUPPORTED && item_is(i, CLASS_CONDITIONAL) && i->flags & TOKEN_MODAL)
            v = check_condition(a, p, k);
        if (v.reason == CHECK_SUPPORTED && form == CHECK_SENTENCE && item_is(i, CLASS_RELATIVE))
            v = check_relative(a, p, k);
        if (v.reason == CHECK_SUPPORTED && form == CHECK_SENTENCE && is_possessive(p->source, k))
            v = check_owner(a, p, k);
        if (v.reason == CHECK_SUPPORTED && form == CHECK_SENTENCE && item_is(i, CLASS_GOVERNOR) && !p->is_exchanged)
            v = check_governor(a, p, k);
        if (v.reason != CHECK_SUPPORTED)
            return v;
    }
    return (struct verdict){0};
}

static bool is_saying(const struct item *i)
{
    return i->kind == ITEM_WORD && !(i->flags & (TOKEN_IN_QUOTE | TOKEN_IN_NAME)) &&
           (i->lex & LEX_BIT(LEX_SAID) || item_is(i, CLASS_NEUTRAL | CLASS_FINDING));
}

/* "Reuters reported", "according to AFP"; but not "a witness told CNN". */
static bool is_agency(const struct check_text *s, size_t k)
{
    for (size_t n = 1; n <= 4 && n <= k && !item_is_boundary(&s->items[k - n]); n++)
        if (s->items[k - n].kind == ITEM_WORD && s->items[k - n].lex & LEX_BIT(LEX_AGENCY))
            return true;
    bool according = str_eq_nocase(item_text(s, &s->items[k]), STR("according"));
    for (size_t n = 1; n <= 4 && k + n < s->count && according; n++)
        if (s->items[k + n].kind == ITEM_WORD && s->items[k + n].lex & LEX_BIT(LEX_AGENCY))
            return true;
    return false;
}

/* The items whose truth the saying verb at k vouches for: begin to end, without the verb's own clause. */
struct claim_range {
    size_t begin, end;
};

static struct claim_range claim_of(const struct check_text *s, size_t k)
{
    size_t left = k, words = 0, j = k + 1;
    while (left > 0 && !item_is_boundary(&s->items[left - 1]))
        left--;
    bool is_short = k - left <= 8 && !item_is(&s->items[left], CLASS_JOINT | CLASS_RELATIVE);
    for (size_t n = left; n < k; n++)
        is_short &= !item_is(&s->items[n], CLASS_BE) || is_possessive(s, n); /* not "were told to leave" */
    bool according = str_eq_nocase(item_text(s, &s->items[k]), STR("according"));
    for (; j < s->count && !item_is_boundary(&s->items[j]); j++)
        words += s->items[j].kind == ITEM_WORD || s->items[j].kind == ITEM_NUMBER;
    if (according && left == k)
        return k ? (struct claim_range){0, k} : (struct claim_range){j, s->count};
    if (according)
        return (struct claim_range){left, k};
    if (item_is(&s->items[left], CLASS_RELATIVE))
        return (struct claim_range){k + 1, j}; /* ", who had vowed to stay, " */
    bool ends = j >= s->count || s->items[j].mark == '.';
    /* ", Okafor said on Friday": what stands before the comma is the claim */
    if (left > 0 && is_short && words <= 5 && (ends || s->items[j].mark == ','))
        return (struct claim_range){0, left};
    if (item_is(&s->items[k], CLASS_FINDING) && !(s->items[k].lex & LEX_BIT(LEX_SAID)))
        return (struct claim_range){k, k}; /* "found three men": no saying */
    return (struct claim_range){k + 1, s->count};
}

/* Is the item of the source still said by somebody: by the verb that says it there, or by one that the wording has in its
 * place? */
static bool is_still_said(const struct pairing *p, size_t item)
{
    for (size_t i = 0; i < p->wording->count; i++) {
        int32_t k = p->to_source[i];
        if (!is_saying(&p->wording->items[i]))
            continue;
        struct claim_range claim = k < 0 ? (struct claim_range){0, SIZE_MAX} : claim_of(p->source, (size_t)k);
        if (item >= claim.begin && item < claim.end)
            return true;
    }
    return false;
}

/* A claim stays with the one who makes it; what a news agency says is the page's own citation. */
struct verdict check_saying(struct arena *a, const struct pairing *p)
{
    const struct check_text *s = p->source;
    bool source_says = false;
    for (size_t k = 0; k < s->count; k++) {
        if (!is_saying(&s->items[k]))
            continue;
        source_says = true;
        if (is_kept(p, k) || is_agency(s, k))
            continue;
        struct claim_range claim = claim_of(s, k);
        for (size_t j = claim.begin; j < claim.end; j++)
            if (s->items[j].is_content && is_kept(p, j) && j != k && !is_still_said(p, j))
                return check_fault(a, CHECK_ATTRIBUTION, "the source says so by \"%.*s\"; the page leaves out who says it",
                                   STR_ARG(item_text(s, &s->items[k])));
    }
    for (size_t i = 0; i < p->wording->count && !source_says; i++)
        if (item_is(&p->wording->items[i], CLASS_NEUTRAL) && p->to_source[i] < 0 && is_saying(&p->wording->items[i]))
            return check_fault(a, CHECK_ATTRIBUTION, "the page says that somebody said so; the source does not");
    return (struct verdict){0};
}
