/* What tells one message from another, and when it was due. */
#include "mark.h"

enum { WHO = 9 };

static char mark_letter(int at) { return at % 2 ? 'n' : 'a'; }

void mark_write(char *mark, uint32_t number, uint64_t moment) {
    for (int i = MARK - 1; i >= WHO; i--, moment /= 13) mark[i] = (char)(mark_letter(i) + moment % 13);
    for (int i = WHO - 1; i >= 0; i--, number /= 13) mark[i] = (char)(mark_letter(i) + number % 13);
    mark[MARK] = 0;
}

int mark_read(const char *text, const char *end, uint32_t *number, uint64_t *moment) {
    uint64_t read[2] = {0, 0};
    if (text + MARK > end) return 0;
    for (int i = 0; i < MARK; i++) read[i >= WHO] = read[i >= WHO] * 13 + (uint64_t)(text[i] - mark_letter(i));
    *number = (uint32_t)read[0];
    *moment = read[1];
    return 1;
}
