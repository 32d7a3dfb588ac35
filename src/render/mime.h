/* mime.h - what an e-mail's headers and bodies may hold (RFC 5322, 2045, 2047). Nothing written here can end a header
 * line: text becomes encoded words, addresses are checked first. */
#ifndef NUTGRAF_RENDER_MIME_H
#define NUTGRAF_RENDER_MIME_H

#include "base/buf.h"

/* A plain mailbox, "name@host.example": letters, digits and what RFC 5322 allows in a dot-atom; no quoted local part, no
 * address literal, at most 254 bytes. */
bool mime_is_address(struct str s);

/* Text as a header's value: as it is where it is short and plain ASCII, else encoded words, folded. `is_phrase`: a name
 * in front of an address, where fewer characters are plain. `used`: columns already written on the line. */
void mime_header_text(struct str text, bool is_phrase, size_t used, struct buf *out);

/* UTF-8 text as quoted-printable: lines of at most 76 columns that end in CRLF. */
void mime_quoted_printable(struct str text, struct buf *out);

#endif
