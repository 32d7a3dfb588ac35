#include "serve/image_kind.h"

#include <string.h>

enum { BOX_DEPTH = 4, BOX_MOST = 400 };

static uint32_t big(struct str b, size_t at, int bytes)
{
    uint32_t n = 0;
    for (int i = 0; i < bytes; i++)
        n = n << 8 | (unsigned char)b.p[at + (size_t)i];
    return n;
}

static uint32_t little(struct str b, size_t at, int bytes)
{
    uint32_t n = 0;
    for (int i = bytes; i-- > 0;)
        n = n << 8 | (unsigned char)b.p[at + (size_t)i];
    return n;
}

static bool has(struct str b, size_t at, const char *bytes, size_t n)
{
    return at <= b.n && b.n - at >= n && memcmp(b.p + at, bytes, n) == 0;
}

static bool read_png(struct str b, struct image_kind *out)
{
    if (b.n < 24 || !has(b, 12, "IHDR", 4))
        return false;
    out->width = big(b, 16, 4);
    out->height = big(b, 20, 4);
    return true;
}

static bool read_gif(struct str b, struct image_kind *out)
{
    if (b.n < 10)
        return false;
    out->width = little(b, 6, 2);
    out->height = little(b, 8, 2);
    return true;
}

/* Segments up to the frame's header, whichever coding it announces. */
static bool read_jpeg(struct str b, struct image_kind *out)
{
    for (size_t at = 2; at + 9 <= b.n;) {
        unsigned marker = (unsigned char)b.p[at + 1];
        if ((unsigned char)b.p[at] != 0xff)
            return false;
        if (marker == 0xff) { /* padding */
            at++;
            continue;
        }
        bool is_frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (is_frame) {
            out->height = big(b, at + 5, 2);
            out->width = big(b, at + 7, 2);
            return true;
        }
        uint32_t length = big(b, at + 2, 2);
        if (length < 2)
            return false;
        at += 2 + length;
    }
    return false;
}

static bool read_webp(struct str b, struct image_kind *out)
{
    if (b.n < 30)
        return false;
    if (has(b, 12, "VP8X", 4)) {
        out->width = little(b, 24, 3) + 1;
        out->height = little(b, 27, 3) + 1;
    } else if (has(b, 12, "VP8L", 4) && b.p[20] == 0x2f) {
        uint32_t bits = little(b, 21, 4);
        out->width = (bits & 0x3fff) + 1;
        out->height = (bits >> 14 & 0x3fff) + 1;
    } else if (has(b, 12, "VP8 ", 4) && has(b, 23, "\x9d\x01\x2a", 3)) {
        out->width = little(b, 26, 2) & 0x3fff;
        out->height = little(b, 28, 2) & 0x3fff;
    } else {
        return false;
    }
    return true;
}

/* The greatest of the sizes that its items have: a picture may be put together of tiles, and says its own size beside theirs. */
static void read_boxes(struct str b, int depth, int *left, struct image_kind *out)
{
    for (size_t at = 0; at + 8 <= b.n && (*left)-- > 0;) {
        uint32_t size = big(b, at, 4);
        if (size < 8 || size > b.n - at)
            size = (uint32_t)(b.n - at < UINT32_MAX ? b.n - at : UINT32_MAX); /* to the end, or cut off */
        struct str inside = {b.p + at + 8, size - 8};
        if (has(b, at + 4, "ispe", 4) && inside.n >= 12) {
            uint32_t width = big(inside, 4, 4), height = big(inside, 8, 4);
            if ((uint64_t)width * height > (uint64_t)out->width * out->height)
                out->width = width, out->height = height;
        } else if (depth && has(b, at + 4, "meta", 4) && inside.n > 4) {
            read_boxes((struct str){inside.p + 4, inside.n - 4}, depth - 1, left, out);
        } else if (depth && (has(b, at + 4, "iprp", 4) || has(b, at + 4, "ipco", 4))) {
            read_boxes(inside, depth - 1, left, out);
        }
        at += size;
    }
}

static bool read_avif(struct str b, struct image_kind *out)
{
    int left = BOX_MOST;
    read_boxes(b, BOX_DEPTH, &left, out);
    return out->width > 0;
}

/* A box of brands, the first of them at 8, the compatible ones from 16. */
static bool is_avif(struct str b)
{
    if (b.n < 16 || !has(b, 4, "ftyp", 4))
        return false;
    size_t box = big(b, 0, 4);
    for (size_t at = 8; at + 4 <= b.n && at + 4 <= box && at < 128; at += 4)
        if (at != 12 && (has(b, at, "avif", 4) || has(b, at, "avis", 4)))
            return true;
    return false;
}

static bool read_kind(struct str b, struct image_kind *out)
{
    static const struct {
        const char *type, *begin;
        size_t n;
        bool (*read)(struct str b, struct image_kind *out);
    } kinds[] = {
        {"image/png", "\x89PNG\r\n\x1a\n", 8, read_png},
        {"image/jpeg", "\xff\xd8\xff", 3, read_jpeg},
        {"image/gif", "GIF87a", 6, read_gif},
        {"image/gif", "GIF89a", 6, read_gif},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (has(b, 0, kinds[i].begin, kinds[i].n)) {
            out->type = kinds[i].type;
            return kinds[i].read(b, out);
        }
    }
    if (has(b, 0, "RIFF", 4) && has(b, 8, "WEBP", 4)) {
        out->type = "image/webp";
        return read_webp(b, out);
    }
    out->type = is_avif(b) ? "image/avif" : NULL;
    return out->type && read_avif(b, out);
}

struct status image_kind_read(struct str bytes, struct image_kind *out)
{
    *out = (struct image_kind){0};
    bool is_read = read_kind(bytes, out);
    if (!out->type)
        return status_error(STATUS_BAD_INPUT, "not a PNG, JPEG, GIF, WebP or AVIF image");
    if (!is_read || !out->width || !out->height)
        return status_error(STATUS_BAD_INPUT, "an %s that does not say its size", out->type);
    if (out->width > IMAGE_SIDE_LIMIT || out->height > IMAGE_SIDE_LIMIT || (uint64_t)out->width * out->height > IMAGE_PIXEL_LIMIT)
        return status_error(STATUS_LIMIT, "an %s of %u x %u pixels; the limit is %d, and %d a side", out->type, out->width, out->height,
                            IMAGE_PIXEL_LIMIT, IMAGE_SIDE_LIMIT);
    return status_ok();
}
