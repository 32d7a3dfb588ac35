/* image_kind.h - what an image is by its own bytes, whatever its server calls it: its kind and how many pixels it has, which
 * a reader's browser would have to find room for. Private to the serve room. Thread-safe; reads nothing but headers.
 *
 * Sources: PNG (ISO/IEC 15948, 11.2.2), GIF89a (18), JPEG (ITU-T T.81, B.2.2), WebP container (RFC 9649), ISO base media and
 * HEIF boxes (ISO/IEC 14496-12, 4.2; 23008-12, 6.5.3). */
#ifndef NUTGRAF_SERVE_IMAGE_KIND_H
#define NUTGRAF_SERVE_IMAGE_KIND_H

#include "base/status.h"
#include "base/str.h"

enum { IMAGE_PIXEL_LIMIT = 40 * 1000 * 1000, IMAGE_SIDE_LIMIT = 16384 };

struct image_kind {
    const char *type; /* "image/png", ... */
    uint32_t width, height;
};

/* STATUS_BAD_INPUT for what is not a PNG, JPEG, GIF, WebP or AVIF, or does not say its size; STATUS_LIMIT for one that is
 * bigger than the limits. */
struct status image_kind_read(struct str bytes, struct image_kind *out) MUST_CHECK;

#endif
