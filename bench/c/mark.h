/* A mark of 26 letters: nine for who speaks, seventeen for when. Letters only, never two alike in a row: words with
 * digits are read with more care, as they may be disguised, and nobody writes such marks. */
#ifndef MARK_H
#define MARK_H
#include <stdint.h>

enum { MARK = 26 };

void mark_write(char *mark, uint32_t number, uint64_t moment);    /* 26 letters and the end of the text */
int mark_read(const char *text, const char *end, uint32_t *number, uint64_t *moment);    /* 0 when too short */

#endif
