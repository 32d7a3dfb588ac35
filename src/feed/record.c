#include "feed/record.h"

#include "base/arena.h"

struct record *record_create(struct arena *a)
{
    return arena_zero(a, sizeof(struct record));
}

struct property *record_find(const struct record *r, struct str key)
{
    for (struct property *p = r ? r->first : NULL; p; p = p->next)
        if (str_eq(p->key, key))
            return p;
    return NULL;
}

static struct property *append(struct arena *a, struct record *r, struct str key, struct value v)
{
    struct property *p = arena_alloc(a, sizeof *p);
    *p = (struct property){.key = key, .value = v};
    if (r->last)
        r->last->next = p;
    else
        r->first = p;
    r->last = p;
    r->count++;
    return p;
}

struct property *record_set(struct arena *a, struct record *r, struct str key, struct value v)
{
    struct property *p = record_find(r, key);
    if (!p)
        return append(a, r, key, v);
    p->value = v;
    return p;
}

void record_remove(struct record *r, struct str key)
{
    struct property *before = NULL;
    for (struct property *p = r->first; p; before = p, p = p->next) {
        if (!str_eq(p->key, key))
            continue;
        *(before ? &before->next : &r->first) = p->next;
        if (r->last == p)
            r->last = before;
        r->count--;
        return;
    }
}

struct str record_text(const struct record *r, struct str key)
{
    const struct property *p = record_find(r, key);
    return p && p->value.kind == VALUE_TEXT ? p->value.text : STR("");
}

struct record *record_inner(const struct record *r, struct str key)
{
    const struct property *p = record_find(r, key);
    return record_of(p);
}

struct record *record_items(const struct record *r, struct str key)
{
    const struct property *p = record_find(r, key);
    return p && p->value.kind == VALUE_LIST ? p->value.record : NULL;
}

struct record *record_of(const struct property *item)
{
    return item && item->value.kind == VALUE_RECORD ? item->value.record : NULL;
}

bool record_holds_more(const struct record *r, struct str key)
{
    const struct property *p = record_find(r, key);
    return p && (p->value.kind == VALUE_RECORD || p->value.kind == VALUE_LIST);
}

struct record *record_list(struct arena *a, struct record *r, struct str key)
{
    struct property *p = record_find(r, key);
    if (!p || p->value.kind != VALUE_LIST)
        p = record_set(a, r, key, (struct value){.kind = VALUE_LIST, .record = record_create(a)});
    return p->value.record;
}

void record_append(struct arena *a, struct record *list, struct value v)
{
    append(a, list, STR(""), v);
}

struct record *record_append_record(struct arena *a, struct record *list)
{
    struct record *item = record_create(a);
    record_append(a, list, value_record(item));
    return item;
}

bool record_equal(const struct record *a, const struct record *b)
{
    if (a->count != b->count)
        return false;
    for (const struct property *p = a->first; p; p = p->next) {
        const struct property *other = record_find(b, p->key);
        if (!other || other->value.kind != p->value.kind)
            return false;
        if (p->value.kind == VALUE_TEXT && !str_eq(p->value.text, other->value.text))
            return false;
    }
    return true;
}
