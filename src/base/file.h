/* file.h - whole files in and out, with limits and errors that name the file. */
#ifndef NUTGRAF_BASE_FILE_H
#define NUTGRAF_BASE_FILE_H

#include "base/buf.h"

/* Reads all of `path` ("-": standard input) into *out (appended). More than `limit` bytes is STATUS_LIMIT. */
struct status file_read(const char *path, size_t limit, struct buf *out) MUST_CHECK;
/* Writes beside the target and renames, so that a reader sees the old file or the new one, never half of one. A file that
 * holds these bytes already is left as it is, with its time: who copies or caches it has nothing to do. */
struct status file_write(const char *path, struct str bytes) MUST_CHECK;
struct status file_make_directory(const char *path) MUST_CHECK; /* and its parents; existing is fine */

#endif
