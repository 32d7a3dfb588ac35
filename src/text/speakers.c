/* Who said it: the name or noun beside a verb of saying, next to the quotation. */
#include "text/reading.h"

enum { REACH = 14 }; /* tokens between a quotation and its verb of saying, and between verb and speaker */

struct found {
    struct span at;
    int32_t name;
};

/* The name that covers or is nearest within a few tokens of the verb, on one side. Names are in order: binary search. */
static int32_t name_at(const struct passage *p, uint32_t byte)
{
    size_t low = 0, high = p->name_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (p->names[mid].at.end <= byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low < p->name_count && p->names[low].at.begin <= byte ? (int32_t)low : NO_INDEX;
}

static bool is_clause_end(const struct reading *r, size_t k)
{
    return reading_is(r, k, ';') || reading_is(r, k, ':') || (r->out->tokens[k].flags & TOKEN_IN_QUOTE) ||
           reading_quote_mark(r, k) != QUOTE_NONE;
}

/* Walks from the verb to the left or right until a name, pronoun or plain noun stands there. */
static bool subject_beside(const struct reading *r, size_t verb, size_t begin, size_t end, int step, struct found *out)
{
    const struct passage *p = r->out;
    size_t k = verb, noun = SIZE_MAX;
    for (int n = 0; n < REACH; n++) {
        if ((step < 0 && k == begin) || (step > 0 && k + 1 >= end))
            break;
        k = step < 0 ? k - 1 : k + 1;
        const struct token *t = &p->tokens[k];
        if (is_clause_end(r, k))
            break;
        if (t->kind == TOKEN_PUNCTUATION && step > 0 && noun != SIZE_MAX)
            break;
        if (t->flags & TOKEN_IN_NAME) {
            int32_t name = name_at(p, t->begin);
            if (name != NO_INDEX && p->names[name].kind != NAME_PLACE) {
                *out = (struct found){p->names[name].at, name};
                return true;
            }
        }
        if (reading_has(r, k, LEX_PERSON_PRONOUN) && n < 2) {
            *out = (struct found){{t->begin, token_end(t)}, NO_INDEX};
            return true;
        }
        if (t->kind == TOKEN_WORD && !(t->flags & TOKEN_STOP) && noun == SIZE_MAX && n < 4)
            noun = k;
        else if (noun != SIZE_MAX && step < 0 && (t->flags & TOKEN_STOP) && n > 2)
            break;
    }
    if (noun == SIZE_MAX)
        return false;
    *out = (struct found){{p->tokens[noun].begin, token_end(&p->tokens[noun])}, NO_INDEX};
    return true;
}

static size_t token_at(const struct passage *p, uint32_t byte, size_t low)
{
    size_t high = p->token_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (token_end(&p->tokens[mid]) <= byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The nearest verb of saying outside quotation marks, looking out from the quotation; SIZE_MAX if none. */
static size_t verb_near(const struct reading *r, size_t from, size_t begin, size_t end, int step)
{
    const struct passage *p = r->out;
    size_t k = from;
    for (int n = 0; n < REACH && k >= begin && k < end; n++) {
        if (p->tokens[k].flags & TOKEN_IN_QUOTE)
            return SIZE_MAX;
        if (reading_has(r, k, LEX_SAID) || reading_phrase_at(r, k, end, LEX_ACCORDING))
            return k;
        if (k == 0 && step < 0)
            break;
        k = step < 0 ? k - 1 : k + 1;
    }
    return SIZE_MAX;
}

static bool speaker_of(const struct reading *r, const struct quote *q, struct found *out)
{
    const struct passage *p = r->out;
    const struct sentence *s = &p->sentences[q->sentence];
    size_t first = token_at(p, q->at.begin, s->first_token), last = token_at(p, q->at.end - 1, first);
    size_t begin = s->first_token, end = s->first_token + s->token_count;
    for (size_t i = (size_t)q->sentence + 1; end <= last + 1 && i < p->sentence_count && p->sentences[i].paragraph == s->paragraph; i++)
        end = p->sentences[i].first_token + p->sentences[i].token_count; /* a quotation of several sentences */
    size_t after = last + 1 < end ? last + 2 : end; /* behind the closing mark */
    size_t verb = after < end ? verb_near(r, after, after, end, 1) : SIZE_MAX;
    if (verb != SIZE_MAX) {
        if (subject_beside(r, verb, after, end, -1, out) || subject_beside(r, verb, after, end, 1, out))
            return true;
    }
    verb = first > begin + 1 ? verb_near(r, first - 2, begin, end, -1) : SIZE_MAX;
    if (verb == SIZE_MAX)
        return false;
    if (reading_phrase_at(r, verb, end, LEX_ACCORDING))
        return subject_beside(r, verb + 1, begin, end, 1, out);
    return subject_beside(r, verb, begin, end, -1, out) || subject_beside(r, verb, begin, first - 1, 1, out);
}

/* "he said": the person last named before, when the sentence before names no other. */
static int32_t resolve(const struct passage *p, const struct quote *q, int32_t before)
{
    int32_t person = NO_INDEX;
    for (int32_t i = before; i >= 0; i--) {
        const struct name *n = &p->names[i];
        if (n->sentence + 2 < q->sentence)
            break;
        if (n->kind != NAME_PERSON || n->at.begin >= q->at.begin)
            continue;
        if (person != NO_INDEX && p->names[person].key != n->key)
            return NO_INDEX;
        person = person == NO_INDEX ? i : person;
    }
    return person;
}

void reading_speakers(struct reading *r)
{
    struct passage *p = r->out;
    const struct quote *last = NULL; /* the quotation before, in the same or the paragraph before */
    int32_t names_before = -1;
    for (size_t i = 0; i < p->quote_count; i++) {
        struct quote *q = &p->quotes[i];
        while (names_before + 1 < (int32_t)p->name_count && p->names[names_before + 1].at.begin < q->at.begin)
            names_before++;
        struct found who = {.name = NO_INDEX};
        uint32_t paragraph = p->sentences[q->sentence].paragraph;
        if (speaker_of(r, q, &who)) {
            q->speaker = who.at;
            q->speaker_name = who.name;
            if (who.name == NO_INDEX && r->marks[token_at(p, who.at.begin, 0)].lex & LEX_BIT(LEX_PERSON_PRONOUN))
                q->speaker_name = last && last->speaker_name != NO_INDEX && p->sentences[last->sentence].paragraph + 1 >= paragraph
                                      ? last->speaker_name
                                      : resolve(p, q, names_before);
        } else if (!q->is_partial && last && last->speaker.end && p->sentences[last->sentence].paragraph == paragraph) {
            q->speaker = last->speaker; /* the quotation goes on */
            q->speaker_name = last->speaker_name;
        }
        last = q;
    }
}
