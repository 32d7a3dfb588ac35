#include "feed/extras.h"

#include <stdlib.h>

#include "base/arena.h"
#include "feed/dates.h"
#include "feed/vocabulary.h"

enum { POSITION_LIMIT = 2000, RING_POSITIONS = 4 };

/* ---- places ---- */

/* GML gives latitude first, but projected coordinates (UTM zones: EPSG 269xx, 326xx, 327xx) as east, north. */
static bool is_projected(struct str srs)
{
    static const char *const codes[] = {"EPSG:269", "EPSG:326", "EPSG:327"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (str_starts(srs, str_of(codes[i])))
            return true;
    return false;
}

void place_start(struct builder *b, struct frame *f, const struct element *e)
{
    struct record *where = record_create(b->a);
    builder_save(b, STR("where"), value_record(where), true);
    struct str dimensions = element_attribute(e, "srsdimension");
    b->place_dimensions = dimensions.n && *dimensions.p == '3' ? 3 : 2;
    b->place_is_projected = is_projected(element_attribute(e, "srsname"));
    b->place_shape = f->word->key;
    builder_push(b, f, STR("where"), false);
}

static void append_number(struct builder *b, struct record *list, double number)
{
    record_append(b->a, list, (struct value){.kind = VALUE_NUMBER, .number = number});
}

/* Appends one list of numbers a position; false where the text holds something else. */
static bool read_positions(struct builder *b, struct str text, struct record *list)
{
    double numbers[3];
    int count = 0;
    for (const char *p = text.p, *end = text.p + text.n; p < end;) {
        if (*p == ' ' || *p == ',' || *p == '\n' || *p == '\t' || *p == '\r') {
            p++;
            continue;
        }
        char *next;
        numbers[count++] = strtod(p, &next);
        if (next == p || !(numbers[count - 1] > -1e9 && numbers[count - 1] < 1e9))
            return false;
        p = next;
        if (count < b->place_dimensions)
            continue;
        if (list->count == POSITION_LIMIT)
            return false;
        struct record *position = record_create(b->a);
        append_number(b, position, numbers[!b->place_is_projected]);
        append_number(b, position, numbers[b->place_is_projected]);
        if (count == 3)
            append_number(b, position, numbers[2]);
        record_append(b->a, list, (struct value){.kind = VALUE_LIST, .record = position});
        count = 0;
    }
    return count == 0;
}

static void save_place(struct builder *b, struct str text)
{
    struct record *positions = record_create(b->a), *where = record_inner(builder_context(b), STR("where"));
    struct str shape = b->place_shape;
    if (!where || !text.n || !read_positions(b, text, positions) || !positions->count)
        return;
    struct value coordinates = {.kind = VALUE_LIST, .record = positions};
    if (str_eq(shape, STR("Point"))) {
        coordinates = positions->first->value;
    } else if (str_eq(shape, STR("Polygon"))) {
        if (positions->count < RING_POSITIONS)
            return;
        struct record *rings = record_create(b->a);
        record_append(b->a, rings, coordinates);
        coordinates.record = rings;
    } else if (positions->count < 2) {
        return;
    }
    record_set(b->a, where, STR("type"), value_text(shape));
    record_set(b->a, where, STR("coordinates"), coordinates);
}

void place_end(struct builder *b, struct frame *f)
{
    save_place(b, builder_pop(b, f));
}

void position_start(struct builder *b, struct frame *f, const struct element *e)
{
    struct str dimensions = element_attribute(e, "srsdimension");
    if (dimensions.n)
        b->place_dimensions = *dimensions.p == '3' ? 3 : 2;
    builder_push(b, f, STR("where"), false);
}

void position_end(struct builder *b, struct frame *f)
{
    struct str text = builder_pop(b, f);
    if (b->place_shape.n)
        save_place(b, text);
}

/* ---- chapters ---- */

void chapters_start(struct builder *b, struct frame *f, const struct element *e)
{
    (void)f;
    b->chapters = NULL;
    if (record_find(builder_context(b), STR("psc_chapters")))
        return; /* there is but one list of chapters */
    struct record *r = builder_attributes(b, e, false);
    b->chapters = record_list(b->a, r, STR("chapters"));
    builder_save(b, STR("psc_chapters"), value_record(r), true);
}

void chapter_start(struct builder *b, struct frame *f, const struct element *e)
{
    (void)f;
    if (b->chapters && builder_has_room(b, b->chapters))
        record_append(b->a, b->chapters, value_record(builder_attributes(b, e, false)));
}

/* ---- validity: "start=2002-10-13T09:00+01:00;end=...;scheme=W3C-DTF" ---- */

void validity_start(struct builder *b, struct frame *f, const struct element *e)
{
    (void)e;
    builder_push(b, f, STR("validity"), false);
}

void validity_end(struct builder *b, struct frame *f)
{
    struct str rest = builder_pop(b, f);
    while (rest.n) {
        struct str value = str_cut(&rest, ';');
        struct str name = str_trim(str_cut(&value, '='));
        struct moment m;
        if (!str_eq(name, STR("start")) && !str_eq(name, STR("end")))
            continue;
        builder_save(b, str_format(b->a, "validity_%.*s", STR_ARG(name)), value_text(str_trim(value)), true);
        if (date_parse(value, &m))
            builder_save(b, str_format(b->a, "validity_%.*s_parsed", STR_ARG(name)),
                         (struct value){.kind = VALUE_MOMENT, .moment = m}, true);
    }
}
