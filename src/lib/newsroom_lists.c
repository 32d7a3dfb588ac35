/* The lists that the server shows, made anew for each snapshot: stories of the last days with their ranks of this moment. */
#include "base/arena.h"
#include "lib/lists.h"
#include "lib/newsroom_inside.h"
#include "render/escape.h"

enum { STORIES_MOST = 5000, NAMES_SHOWN = 60, NAMES_SECONDS = 3 * 86400 };

static struct status fill_cards(struct newsroom *n, struct snapshot *shot, struct arena *scratch, int64_t now)
{
    struct story_choice choice = {.order = STORIES_BY_LAST, .since = now - n->options.window, .most = STORIES_MOST};
    struct stored_story *stories;
    size_t count;
    struct status s = store_list_stories(n->store, scratch, &choice, &stories, &count);
    if (!is_ok(&s))
        return s;
    struct edition *e = &shot->edition;
    struct story_record *records = arena_zero(scratch, (count + 1) * sizeof *records);
    e->cards = arena_zero(shot->arena, (count + 1) * sizeof *e->cards);
    for (size_t i = 0; i < count; i++) {
        bool found, is_whole;
        s = newsroom_record(n, scratch, stories[i].id, &records[e->card_count], &found, &is_whole);
        if (!is_ok(&s))
            return s;
        if (!found)
            continue;
        struct unit_text lead = {.text = stories[i].lead};
        struct section first = {.sentences = &lead, .sentence_count = 1};
        struct brief brief = {.headline = {.text = stories[i].headline}, .sections = &first, .section_count = lead.text.n > 0,
                              .updated = records[e->card_count].last};
        lists_fill_card(shot->arena, &records[e->card_count], &brief, e->now, &e->cards[e->card_count]);
        e->card_count++;
    }
    lists_make(shot->arena, e, records);
    return s;
}

static struct status fill_names(struct newsroom *n, struct snapshot *shot, int64_t now)
{
    static const struct {
        const char *heading, *kind;
        int name_kind;
    } groups[SNAPSHOT_NAMES] = {{"People", "person", NAME_PERSON}, {"Places", "place", NAME_PLACE}, {"Organisations", "organisation", NAME_ORGANISATION}, {"Other names", "other", NAME_OTHER}};
    struct status s = status_ok();
    for (size_t i = 0; i < SNAPSHOT_NAMES && is_ok(&s); i++) {
        struct stored_name *names;
        size_t count;
        s = store_top_names(n->store, shot->arena, groups[i].name_kind, now - NAMES_SECONDS, NAMES_SHOWN, &names, &count);
        if (!is_ok(&s))
            break;
        shot->names[i] = (struct name_group){groups[i].heading, groups[i].kind, arena_zero(shot->arena, (count + 1) * sizeof(struct name_entry)), count};
        for (size_t k = 0; k < count; k++)
            shot->names[i].names[k] = (struct name_entry){names[k].name, names[k].articles};
    }
    return s;
}

static struct status fill_searches(struct newsroom *n, struct snapshot *shot)
{
    struct saved_search *searches;
    size_t count;
    struct status s = store_list_searches(n->store, shot->arena, &searches, &count);
    if (!is_ok(&s))
        return s;
    shot->edition.searches = arena_zero(shot->arena, (count + 1) * sizeof *shot->edition.searches);
    shot->edition.search_count = count;
    for (size_t i = 0; i < count; i++) {
        struct buf file = {0};
        buf_add_z(&file, "search?q=");
        escape_url(&file, searches[i].query);
        shot->edition.searches[i] = (struct list){.name = searches[i].name, .file = str_copy(shot->arena, buf_str(&file))};
        buf_free(&file);
    }
    return s;
}

struct status newsroom_snapshot(struct newsroom *n, int64_t now, const struct round_figures *round, struct snapshot **out)
{
    struct snapshot *shot = snapshot_create();
    struct arena *scratch = arena_create();
    shot->number = ++n->snapshots;
    shot->round = *round;
    shot->edition.title = n->options.title;
    shot->edition.address = n->options.address;
    shot->edition.now = (struct moment){.seconds = now, .is_set = true, .has_time = true, .has_zone = true};
    struct status s = fill_cards(n, shot, scratch, now);
    if (is_ok(&s))
        s = fill_names(n, shot, now);
    if (is_ok(&s))
        s = fill_searches(n, shot);
    if (is_ok(&s))
        s = store_count(n->store, &shot->counts);
    arena_destroy(scratch);
    if (!is_ok(&s)) {
        snapshot_drop(shot);
        shot = NULL;
    }
    *out = shot;
    return s;
}
