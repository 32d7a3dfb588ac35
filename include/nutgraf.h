/* nutgraf.h - from articles to story pages, as a library. */
#ifndef NUTGRAF_H
#define NUTGRAF_H

#endif
