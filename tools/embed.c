/* embed: turns files into one C file that holds their bytes and a table of their names (see src/base/embedded.h).
 *
 * usage: embed OUT ROOT FILE...   The name of FILE in the table is its path below ROOT, e.g. "data/idf.txt".
 * A build tool: runs on the machine that builds, needs nothing but the C library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what)
{
    perror(what);
    exit(1);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: embed OUT ROOT FILE...\n", stderr);
        return 2;
    }
    FILE *out = fopen(argv[1], "w");
    if (!out)
        die(argv[1]);
    char *top = realpath(argv[2], NULL);
    if (!top)
        die(argv[2]);
    size_t root = strlen(top);
    fputs("#include \"base/embedded.h\"\n", out);
    for (int i = 3; i < argc; i++) {
        FILE *in = fopen(argv[i], "rb");
        if (!in)
            die(argv[i]);
        fprintf(out, "static const unsigned char bytes%d[] = {", i);
        int c;
        for (unsigned long n = 0; (c = getc(in)) != EOF; n++)
            fprintf(out, "%s%d,", n % 32 ? "" : "\n", c);
        fputs("0};\n", out); /* a NUL that does not count, so that text can be used as a C string */
        fclose(in);
    }
    fputs("const struct embedded embedded_files[] = {\n", out);
    for (int i = 3; i < argc; i++) {
        /* The build names a file relative to its own directory, which may stand anywhere. */
        char *path = realpath(argv[i], NULL);
        if (!path || strncmp(path, top, root) != 0 || path[root] != '/')
            die(argv[i]);
        fprintf(out, "    {\"%s\", {(const char *)bytes%d, sizeof bytes%d - 1}},\n", path + root + 1, i, i);
        free(path);
    }
    free(top);
    fputs("    {0, {0, 0}},\n};\n", out);
    if (fclose(out) != 0)
        die(argv[1]);
    return 0;
}
