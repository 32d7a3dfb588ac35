/* The first bytes of what sites give as images: their kind and size. */
#include <stdlib.h>
#include <string.h>

#include "serve/image_kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 1); /* of the very size, so that a byte too far is seen */
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    char *exact = realloc(copy, size ? size : 1);
    struct image_kind kind;
    struct status s = image_kind_read((struct str){exact, size}, &kind);
    if (is_ok(&s) && (!kind.type || !kind.width || !kind.height || (uint64_t)kind.width * kind.height > IMAGE_PIXEL_LIMIT))
        abort();
    free(exact);
    return 0;
}
