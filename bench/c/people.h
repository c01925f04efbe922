/* The people of the driver: each a socket, signed on by a cookie, in one conversation. */
#ifndef PEOPLE_H
#define PEOPLE_H
#include "ws.h"

enum State { NEW, CONNECTING, SHAKING, GREETING, OPENING, READY, GONE };

typedef struct {
    int fd, port, number, dirty, waits_to_write, step;
    enum State state;
    Buffer in, out;
    uint64_t begun;
    long position;                  /* the last one seen: the next must be one more */
    uint32_t sent, acked, arrived;  /* of this person's own messages */
    char *path, *cookie, *conversation;
} Person;

typedef struct {
    int port, people, at_once, opens, xmpp;
    const char *host;
} Plan;

/* What was counted. `gaps` are entries that were not the next one. */
typedef struct {
    uint64_t sent, delivered, acked, echoed, gaps, refused, resyncs;
    int ready, gone, under_way;
} Counts;

/* Grows as it is filled: microseconds. */
typedef struct {
    uint32_t *values;
    size_t count, room;
} Times;

extern Person *people;
extern Counts counts;
extern Plan plan;
extern Times delivery, acknowledgement, signing_on;
extern int measuring;
extern void (*on_arrival)(Person *from);    /* called when a message of theirs arrived or was acknowledged */

void times_add(Times *times, uint64_t nanoseconds);
void people_read(const char *file);
void people_connect(void);                  /* everyone; returns when all are ready or gone */
void say(Person *person, uint64_t intended);
void person_put(Person *person, int opcode, const char *text, size_t length);
void person_ready(Person *person);
void person_hears(Person *person, const char *mark, const char *end);   /* a message, by its mark */
void xmpp_begin(Person *person);
void xmpp_say(Person *person, const char *words);
void xmpp_hear(Person *person, const char *text, size_t length);
void turn(int64_t nanoseconds);             /* what has come, at most so long; then all that waits is sent */

#endif
