#include "brief/clause.h"

#include "brief/verbs.h"
#include "brief/words.h"

enum { OPENER_LONGEST = 26, SUBJECT_LONGEST = 34 };

bool clause_has_word(const struct passage *p, uint32_t k, unsigned list)
{
    return k < p->token_count && p->tokens[k].kind == TOKEN_WORD && words_has((enum word_list)list, token_text(p, &p->tokens[k]));
}

bool clause_is_manner(const struct passage *p, uint32_t k)
{
    struct str word = k < p->token_count ? token_text(p, &p->tokens[k]) : STR("");
    bool is_lower = word.n && !(p->tokens[k].flags & TOKEN_CAPITALISED);
    return is_lower && word.n > 4 && str_ends(word, STR("ly")) && !words_has(WORDS_LYNOUN, word) && !verbs_forms(word);
}

static bool is_lower(const struct passage *p, uint32_t k)
{
    return p->tokens[k].kind == TOKEN_WORD && !(p->tokens[k].flags & (TOKEN_CAPITALISED | TOKEN_UPPER));
}

static bool is_word(const struct passage *p, uint32_t k, const char *word)
{
    return k < p->token_count && str_eq_nocase(token_text(p, &p->tokens[k]), str_of(word));
}

/* "About 9,700 men", "At least nine boats", "As many as 20", "Up to 300": a subject, no opener. */
static bool begins_amount(const struct passage *p, uint32_t k, uint32_t end)
{
    bool has_number = k + 1 < end && p->tokens[k + 1].kind == TOKEN_NUMBER;
    bool is_phrase = (is_word(p, k, "at") && (is_word(p, k + 1, "least") || is_word(p, k + 1, "most"))) ||
                     (is_word(p, k, "as") && is_word(p, k + 1, "many")) || (is_word(p, k, "up") && is_word(p, k + 1, "to"));
    return (has_number && (is_word(p, k, "about") || is_word(p, k, "over"))) || is_phrase;
}

/* Behind "On Tuesday, " and the like; `end` where the subject cannot be told. */
static uint32_t skip_openers(const struct passage *p, uint32_t k, uint32_t end)
{
    for (int round = 0; round < 3; round++) {
        bool is_measure = clause_has_word(p, k + 1, WORDS_UNIT) && (clause_has_word(p, k + 2, WORDS_SUBORDINATOR) || clause_has_word(p, k + 2, WORDS_PAST));
        if (begins_amount(p, k, end))
            return k;
        bool opens = is_measure || clause_has_word(p, k, WORDS_OPENER) || (p->tokens[k].kind == TOKEN_WORD && (verbs_forms(token_text(p, &p->tokens[k])) & VERB_GERUND));
        if (!opens)
            return k;
        uint32_t comma = k + 1;
        while (comma < end && comma < k + OPENER_LONGEST && !draft_is_mark(p, comma, ','))
            comma++;
        if (comma >= end || !draft_is_mark(p, comma, ','))
            return end;
        k = comma + 1;
    }
    return end;
}

static bool is_possessive(const struct passage *p, uint32_t k)
{
    struct str word = token_text(p, &p->tokens[k]);
    return str_eq(word, STR("'s")) || str_eq(word, STR("\xE2\x80\x99s"));
}

static unsigned forms_at(const struct passage *p, uint32_t k)
{
    return k < p->token_count && p->tokens[k].kind == TOKEN_WORD ? verbs_forms(token_text(p, &p->tokens[k])) : 0;
}

/* "a man accused of", "allegations made by": a participle that belongs to the noun, when the main verb comes later. */
static bool is_reduced(const struct passage *p, uint32_t k, uint32_t end)
{
    if (!(forms_at(p, k) & VERB_PARTICIPLE))
        return false;
    uint32_t agent = k + 1;
    while (agent < end && (clause_has_word(p, agent, WORDS_DAY) || clause_has_word(p, agent, WORDS_DAYLEAD)))
        agent++;
    if (agent + 1 < end && clause_has_word(p, agent, WORDS_PREPOSITION) && is_word(p, agent + 1, "by")) /* "a cut agreed upon by both" */
        return true;
    bool is_measured = agent + 1 < end && (p->tokens[agent + 1].kind == TOKEN_NUMBER || is_word(p, agent + 1, "more") || is_word(p, agent + 1, "less") ||
                                           is_word(p, agent + 1, "about") || is_word(p, agent + 1, "nearly") || is_word(p, agent + 1, "half"));
    if (agent < end && is_word(p, agent, "by") && !is_measured) /* but "dropped by more than 1 percent" */
        return true;
    if (clause_has_word(p, k, WORDS_SAYING)) /* "Brandt said owners should": "should" is of what is said */
        return false;
    bool has_object = clause_has_word(p, k + 1, WORDS_ARTICLE) && !clause_has_word(p, k, WORDS_GIVING);
    if (has_object || (clause_has_word(p, k, WORDS_LONE) && clause_has_word(p, k + 1, WORDS_SUBORDINATOR)))
        return false; /* "published a report it had written", "resigned after the auditors had" */
    for (uint32_t i = k + 1; i < end && i < k + 14; i++) {
        if (p->tokens[i].kind == TOKEN_PUNCTUATION || clause_has_word(p, i, WORDS_RELATIVE) || clause_has_word(p, i, WORDS_SUBORDINATOR) ||
            str_eq_nocase(token_text(p, &p->tokens[i]), STR("and")))
            return false;
        if (clause_has_word(p, i, WORDS_AUXILIARY) && !is_possessive(p, i))
            return true;
        unsigned f = forms_at(p, i);
        bool shows = (f & VERB_THIRD) && is_lower(p, i) && clause_has_word(p, k + 1, WORDS_PREPOSITION) && i > k + 1 &&
                     !clause_has_word(p, i - 1, WORDS_DETERMINER) && !clause_has_word(p, i - 1, WORDS_PREPOSITION);
        bool adds = f & VERB_BASE && !(f & VERB_PAST) && is_lower(p, i) && i > k + 2 && clause_has_word(p, i + 1, WORDS_ARTICLE) && clause_has_word(p, k + 1, WORDS_PREPOSITION) &&
                    p->tokens[i - 1].flags & TOKEN_CAPITALISED; /* "letters exchanged with Tarn add a ..." */
        if (adds)
            return true;
        if (shows && i + 1 < end && (clause_has_word(p, i + 1, WORDS_DETERMINER) || clause_has_word(p, i + 1, WORDS_RELATIVE)))
            return true; /* "footage recorded in March shows that" */
        if ((f & VERB_PAST) && is_lower(p, i) && !clause_has_word(p, i - 1, WORDS_DETERMINER) && i > k + 1)
            return clause_has_word(p, k + 1, WORDS_PREPOSITION); /* "charged with murder pleaded" */
    }
    return false;
}

/* "nine", "$2" */
static bool is_amount(const struct passage *p, uint32_t k)
{
    for (size_t i = 0; i < p->number_count && p->numbers[i].at.begin <= p->tokens[k].begin; i++)
        if (p->numbers[i].at.end > p->tokens[k].begin)
            return true;
    return false;
}

/* "coups tend to", "patients take a": the base form behind a plural. */
static bool is_plural_present(const struct passage *p, uint32_t k, uint32_t subject)
{
    uint32_t noun = k;
    while (noun > subject && clause_has_word(p, noun - 1, WORDS_ADVERB))
        noun--;
    if (noun <= subject || p->tokens[noun - 1].kind != TOKEN_WORD || p->tokens[noun - 1].flags & TOKEN_IN_NAME || is_possessive(p, noun - 1))
        return false;
    struct str word = token_text(p, &p->tokens[noun - 1]);
    bool is_plural = words_has(WORDS_PLURAL, word) || (word.n > 3 && word.p[word.n - 1] == 's' && word.p[word.n - 2] != 's');
    bool has_clause = str_eq(token_text(p, &p->tokens[k]), STR("come")) && (str_eq(token_text(p, &p->tokens[k + 1]), STR("as")) || clause_has_word(p, k + 1, WORDS_SUBORDINATOR));
    return is_plural && !(forms_at(p, noun - 1) & VERB_THIRD && noun - 1 == subject) &&
           (has_clause || clause_has_word(p, k + 1, WORDS_DETERMINER) || clause_has_word(p, k + 1, WORDS_SELF) || str_eq(token_text(p, &p->tokens[k + 1]), STR("to")));
}

/* "blorped the engine": no verb of the list, but what else. */
static bool is_unlisted_past(const struct passage *p, uint32_t k)
{
    struct str word = token_text(p, &p->tokens[k]);
    return is_lower(p, k) && word.n > 5 && str_ends(word, STR("ed")) && !str_ends(word, STR("eed")) && !str_starts(word, STR("un")) &&
           (clause_has_word(p, k + 1, WORDS_DETERMINER) || clause_has_word(p, k + 1, WORDS_SELF));
}

/* "possible ties between the yard and the mint have": the noun was no verb. */
static bool has_auxiliary_behind(const struct passage *p, uint32_t k, uint32_t end)
{
    bool governs = clause_has_word(p, k, WORDS_SAYING) || clause_has_word(p, k, WORDS_CLAUSAL);
    for (uint32_t i = k + 1; !governs && i < end && i < k + OPENER_LONGEST; i++) {
        if (p->tokens[i].kind == TOKEN_PUNCTUATION || clause_has_word(p, i, WORDS_RELATIVE) || clause_has_word(p, i, WORDS_OPENS) ||
            (clause_has_word(p, i, WORDS_SUBORDINATOR) && !clause_has_word(p, i, WORDS_PREPOSITION)) || is_word(p, i, "as") || is_word(p, i, "after"))
            return false;
        if (clause_has_word(p, i, WORDS_AUXILIARY) && !is_possessive(p, i))
            return !is_word(p, i - 1, "and") && !is_word(p, i - 1, "but") && !clause_has_word(p, i - 1, WORDS_SELF);
    }
    return false;
}

static bool is_finite(const struct passage *p, uint32_t k, uint32_t subject, uint32_t end)
{
    if (is_possessive(p, k)) /* behind a noun: hardly ever "is" */
        return false;
    if (clause_has_word(p, k, WORDS_AUXILIARY)) /* but not in "known to have died" */
        return (p->tokens[k].length > 2 || k + 1 >= end || is_lower(p, k)) &&
               !(k > subject && str_eq_nocase(token_text(p, &p->tokens[k - 1]), STR("to")));
    unsigned f = forms_at(p, k);
    if (!f && is_unlisted_past(p, k))
        f = VERB_PAST | VERB_PARTICIPLE;
    if (str_eq(token_text(p, &p->tokens[k]), STR("thanks")) && k + 1 < end && str_eq(token_text(p, &p->tokens[k + 1]), STR("to")))
        return false;
    if (f & VERB_BASE && !(f & VERB_PAST) && k > subject && k + 1 < end && is_lower(p, k) && is_plural_present(p, k, subject))
        return true;
    bool has_pronoun = k > subject && (is_word(p, k - 1, "I") || is_word(p, k - 1, "we") || is_word(p, k - 1, "you") || is_word(p, k - 1, "they"));
    if (f & VERB_BASE && has_pronoun && is_lower(p, k))
        return true;
    if (!is_lower(p, k) || !(f & (VERB_PAST | VERB_THIRD)) || k == subject)
        return false;
    uint32_t before = k - 1;
    bool is_tied = before && draft_is_mark(p, before - 1, '-'); /* "Jae-in opened" */
    bool is_relative = is_word(p, before, "that") && f & VERB_PAST && !(f & VERB_BASE); /* "the attack that began" */
    if ((clause_has_word(p, before, WORDS_DETERMINER) && !is_relative) || (clause_has_word(p, before, WORDS_PREPOSITION) && !is_tied) || draft_is_mark(p, before, '-') ||
        draft_is_mark(p, k + 1, '-') || str_eq_nocase(token_text(p, &p->tokens[before]), STR("to")) || draft_is_mark(p, before, '\''))
        return false;
    if (is_possessive(p, before) || clause_has_word(p, before, WORDS_BEING) || is_word(p, before, "be"))
        return false;
    bool is_adverb = clause_is_manner(p, before) || clause_has_word(p, before, WORDS_ADVERB);
    bool is_attribute = before > subject && is_adverb && (is_possessive(p, before - 1) || clause_has_word(p, before - 1, WORDS_DETERMINER) || p->tokens[before - 1].kind == TOKEN_NUMBER ||
                         clause_has_word(p, before - 1, WORDS_PREPOSITION));
    if (is_attribute) /* "a bitterly fought contest" */
        return false;
    if (f & VERB_PAST)
        return !is_reduced(p, k, end);
    if (clause_has_word(p, k, WORDS_SAYING) && clause_has_word(p, k + 1, WORDS_SELF)) /* "says he" */
        return true;
    /* "plans", "votes": a verb only where a complement follows and no other finite word does */
    if (k + 1 >= end || clause_has_word(p, k + 1, WORDS_AUXILIARY) || (forms_at(p, k + 1) & VERB_PAST))
        return false;
    if (has_auxiliary_behind(p, k, end))
        return false;
    return clause_has_word(p, k + 1, WORDS_DETERMINER) || clause_has_word(p, k + 1, WORDS_PREPOSITION) ||
           clause_has_word(p, k + 1, WORDS_RELATIVE) || is_amount(p, k + 1) || (p->tokens[k + 1].flags & TOKEN_CAPITALISED) || p->tokens[k + 1].kind == TOKEN_NUMBER;
}

/* The verb's own number ("were", "has") tells better than the subject's look; 0 where it has none. */
static int number_of(struct str verb)
{
    static const struct {
        const char *word;
        int number;
    } verbs[] = {{"is", 1}, {"was", 1}, {"has", 1}, {"does", 1}, {"are", 2}, {"were", 2}, {"have", 2}, {"do", 2}};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_eq_nocase(verb, str_of(verbs[i].word)))
            return verbs[i].number;
    return 0;
}

/* "Orlan Games", "United Provinces": one or many. */
static bool is_many_by_name(const struct passage *p, uint32_t k)
{
    for (size_t i = 0; i < p->name_count && p->names[i].at.begin <= p->tokens[k].begin; i++)
        if (p->names[i].at.end > p->tokens[k].begin)
            return p->names[i].kind != NAME_PERSON;
    return false;
}

static bool is_plural(const struct passage *p, uint32_t subject, uint32_t end, bool *is_uncertain)
{
    uint32_t head = end;
    bool is_past_head = false;
    for (uint32_t k = subject; k < end; k++) {
        if (str_eq_nocase(token_text(p, &p->tokens[k]), STR("and"))) {
            if (!is_past_head)
                return true;
            bool in_name = k + 1 < end && p->tokens[k - 1].flags & TOKEN_IN_NAME && p->tokens[k + 1].flags & TOKEN_IN_NAME;
            *is_uncertain |= !in_name; /* "the owner of the mill and the baker" */
        }
        if (draft_is_mark(p, k, ','))
            break;
        is_past_head |= k > subject && (forms_at(p, k) & VERB_PARTICIPLE) && is_lower(p, k) && clause_has_word(p, k + 1, WORDS_PREPOSITION);
        is_past_head |= k > subject && (clause_has_word(p, k, WORDS_PREPOSITION) || clause_has_word(p, k, WORDS_RELATIVE));
        if (!is_past_head && p->tokens[k].kind == TOKEN_WORD && !clause_has_word(p, k, WORDS_PLACE) && !clause_is_manner(p, k))
            head = k;
    }
    if (head >= end)
        return false;
    struct str word = token_text(p, &p->tokens[head]);
    if (words_has(WORDS_PLURAL, word))
        return true;
    bool ends_in_s = word.n > 3 && word.p[word.n - 1] == 's' && word.p[word.n - 2] != 's' && word.p[word.n - 2] != 'u' && word.p[word.n - 2] != 'i';
    bool is_first = head == subject || (p->tokens[head].flags & TOKEN_SENTENCE_START); /* behind a dateline, too */
    bool is_name = (p->tokens[head].flags & TOKEN_CAPITALISED) && !(is_first && !(p->tokens[head].flags & TOKEN_IN_NAME));
    *is_uncertain |= ends_in_s && is_name && is_many_by_name(p, head);
    return ends_in_s && !is_name;
}

/* "Mourners hold candles for those killed in": behind a plural the base form is the verb, if the one found may be a participle of
 * a later noun. 0 where there is none. */
static uint32_t plural_verb_before(const struct passage *p, uint32_t subject, uint32_t found)
{
    bool may_be_reduced = forms_at(p, found) & VERB_PARTICIPLE && !(forms_at(p, found - 1) & VERB_BASE) &&
                          (clause_has_word(p, found + 1, WORDS_PREPOSITION) || forms_at(p, found + 1) & VERB_GERUND);
    for (uint32_t k = subject + 1; may_be_reduced && k + 1 < found && !clause_has_word(p, k, WORDS_PREPOSITION); k++) {
        struct str noun = token_text(p, &p->tokens[k - 1]);
        bool is_many = p->tokens[k - 1].kind == TOKEN_WORD && (words_has(WORDS_PLURAL, noun) || (noun.n > 3 && noun.p[noun.n - 1] == 's' && noun.p[noun.n - 2] != 's'));
        if (is_many && is_lower(p, k) && forms_at(p, k) & VERB_BASE && !(forms_at(p, k) & VERB_PAST) && p->tokens[k + 1].kind == TOKEN_WORD)
            return k;
    }
    return 0;
}

/* The main verb behind the subject; `end` where none is seen. */
static uint32_t find_verb(const struct passage *p, uint32_t subject, uint32_t end)
{
    bool is_between_commas = false, is_relative = false, in_quote = false;
    size_t commas = 0;
    for (uint32_t k = subject; k < end && k < subject + SUBJECT_LONGEST; k++) {
        if (draft_is_quote_mark(p, k) && (is_between_commas || in_quote)) { /* ", star of "The Ferry," said" */
            in_quote = !in_quote;
            continue;
        }
        if (draft_is_quote_mark(p, k) || draft_is_mark(p, k, ';') || draft_is_mark(p, k, ':') || draft_is_dash(p, k))
            return end;
        if (draft_is_mark(p, k, '(')) {
            while (k < end && !draft_is_mark(p, k, ')'))
                k++;
            continue;
        }
        if (draft_is_mark(p, k, ',')) {
            is_between_commas = !is_between_commas;
            is_relative = false;
            commas++;
            continue;
        }
        bool ends_asides = is_between_commas && commas > 2 && draft_is_mark(p, k - 1, ',') && clause_has_word(p, k, WORDS_SAYING);
        if ((is_between_commas && !ends_asides) || p->tokens[k].kind != TOKEN_WORD)
            continue;
        bool tells = is_word(p, k, "saying") || is_word(p, k, "claiming") || is_word(p, k, "alleging") || is_word(p, k, "suggesting");
        if (k > subject && (tells || clause_has_word(p, k, WORDS_RELATIVE))) { /* "reports saying Brandt had ... were" */
            is_relative = true;
            continue;
        }
        if (!is_finite(p, k, subject, end))
            continue;
        if (!is_relative && k > subject && str_eq(token_text(p, &p->tokens[k - 1]), STR("and")))
            return end; /* its first verb was not seen */
        if (!is_relative) {
            uint32_t first = plural_verb_before(p, subject, k);
            return first ? first : k;
        }
        is_relative = false; /* the clause's own verb; the main one follows */
        while (k + 1 < end && (clause_has_word(p, k + 1, WORDS_ADVERB) || (forms_at(p, k + 1) & (VERB_PARTICIPLE | VERB_GERUND | VERB_BASE))))
            k++;
    }
    return end;
}

uint32_t clause_behind_day(const struct passage *p, uint32_t k, uint32_t end)
{
    uint32_t day = k;
    if (day < end && str_eq(token_text(p, &p->tokens[day]), STR("on")))
        day++;
    while (day < end && clause_has_word(p, day, WORDS_DAYLEAD))
        day++;
    if (day >= end || !clause_has_word(p, day, WORDS_DAY))
        return k;
    day++;
    return day < end && clause_has_word(p, day, WORDS_DAYPART) ? day + 1 : day;
}

bool clause_find(const struct passage *p, uint32_t first, uint32_t end, struct clause *out)
{
    while (end > first && p->tokens[end - 1].kind == TOKEN_PUNCTUATION)
        end--;
    uint32_t subject = first < end ? skip_openers(p, first, end) : end;
    if (subject + 2 >= end)
        return false;
    uint32_t verb = find_verb(p, subject, end);
    if (verb >= end || verb == subject)
        return false;
    uint32_t subject_end = verb;
    while (subject_end > subject + 1 && clause_has_word(p, subject_end - 1, WORDS_ADVERB))
        subject_end--;
    int number = number_of(token_text(p, &p->tokens[verb]));
    *out = (struct clause){.subject = subject, .subject_end = subject_end, .verb = verb, .end = end, .is_many = number == 2};
    if (!number)
        out->is_many = is_plural(p, subject, subject_end, &out->is_uncertain);
    for (uint32_t k = subject; !number && k + 1 < subject_end; k++)
        out->is_uncertain |= clause_has_word(p, k, WORDS_PORTION) && str_eq(token_text(p, &p->tokens[k + 1]), STR("of"));
    return true;
}
