#include "render/when.h"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void when_day(struct buf *out, struct moment m)
{
    if (!m.is_set)
        return;
    struct civil c = civil_of_day(moment_day(m));
    buf_format(out, "%s %d, %d", months[c.month - 1], c.day, (int)c.year);
}

void when_time(struct buf *out, struct moment m)
{
    when_day(out, m);
    if (!m.is_set || !m.has_time)
        return;
    int minute = moment_minute(m);
    buf_format(out, ", %02d:%02d", minute / 60, minute % 60);
    if (!m.has_zone)
        return;
    int offset = m.offset_minutes < 0 ? -m.offset_minutes : m.offset_minutes;
    buf_add_z(out, " UTC");
    if (offset)
        buf_format(out, "%c%d", m.offset_minutes < 0 ? '-' : '+', offset / 60);
    if (offset % 60)
        buf_format(out, ":%02d", offset % 60);
}

void when_ago(struct buf *out, struct moment m, struct moment now)
{
    if (!m.is_set || !now.is_set || !m.has_time || now.seconds < m.seconds)
        return;
    long long minutes = (now.seconds - m.seconds) / 60;
    long long n = minutes < 60 ? minutes : minutes < 48 * 60 ? minutes / 60 : minutes / 1440;
    const char *unit = minutes < 60 ? "minute" : minutes < 48 * 60 ? "hour" : "day";
    if (n <= 30 || minutes < 48 * 60)
        buf_format(out, "%lld %s%s ago", n, unit, n == 1 ? "" : "s");
}

void when_date(struct buf *out, struct str iso)
{
    struct moment m;
    if (iso.n == 10 && moment_parse_iso(iso, &m)) {
        when_day(out, m);
        return;
    }
    int month = iso.n == 7 && iso.p[4] == '-' ? (iso.p[5] - '0') * 10 + (iso.p[6] - '0') : 0;
    if (month >= 1 && month <= 12)
        buf_format(out, "%s %.4s", months[month - 1], iso.p);
    else
        buf_add(out, iso);
}
