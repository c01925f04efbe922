/* People at their sockets, for measuring: each signs on, opens a conversation, and says things.
 *
 *   driver -m closed|rate|room|idle [options] -f FILE      (bench/driving.py says what the options are)
 *
 * Prints JSON lines: connected, begin, end, result; the server's own time is taken between begin and end.
 * Each message carries the moment at which it was meant to be sent, so an answer that comes late because
 * an earlier one was late counts in full. Times go to the file given by -o: 32-bit microseconds.
 */
#define _GNU_SOURCE
#include "people.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char *mode = "closed", *times_file;
static int window = 4, warm = 2, seconds = 4, senders = 10, hold = 5, patience = 30;
static double rate = 200;
static int saying;

static void keep_saying(Person *person) {
    uint32_t done = person->acked < person->arrived ? person->acked : person->arrived;
    while (saying && person->state == READY && person->sent - done < (uint32_t)window) say(person, now_ns());
}

/* In a room a message has arrived when everybody else has it. All senders together have `window` under way. */
static void keep_the_room_going(uint64_t *next) {
    uint64_t others = (uint64_t)counts.ready - 1;
    while (counts.sent * others < counts.delivered + (uint64_t)window * others) say(&people[(*next)++ % (uint64_t)senders], now_ns());
}

static uint64_t say_what_is_due(uint64_t due, uint64_t *next, uint64_t every) {
    for (; due <= now_ns(); due += every) {
        Person *person = &people[(*next)++ * 7919 % (uint64_t)plan.people];
        if (person->state == READY) say(person, due);
    }
    return due;
}

static double processor_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void run_until(uint64_t end) {
    static uint64_t due, next;
    uint64_t every = (uint64_t)(1e9 / rate);
    if (!due) due = now_ns();
    while (now_ns() < end) {
        int64_t wait = 10000000;
        if (!strcmp(mode, "rate")) {
            due = say_what_is_due(due, &next, every);
            wait = (int64_t)due - (int64_t)now_ns();
        } else if (!strcmp(mode, "room")) keep_the_room_going(&next);
        turn(wait > 0 ? wait : 0);
    }
}

static void write_times(void) {
    FILE *to = times_file ? fopen(times_file, "wb") : NULL;
    if (!to) return;
    uint32_t sizes[] = {(uint32_t)delivery.count, (uint32_t)acknowledgement.count, (uint32_t)signing_on.count};
    fwrite(sizes, sizeof sizes, 1, to);
    fwrite(delivery.values, sizeof(uint32_t), delivery.count, to);
    fwrite(acknowledgement.values, sizeof(uint32_t), acknowledgement.count, to);
    fwrite(signing_on.values, sizeof(uint32_t), signing_on.count, to);
    fclose(to);
}

/* What is still under way gets its time. */
static void wait_for_the_rest(void) {
    uint64_t end = now_ns() + (uint64_t)patience * 1000000000ull, each = strcmp(mode, "room") ? 1 : (uint64_t)counts.ready - 1;
    while (now_ns() < end && (counts.delivered < counts.sent * each || counts.acked < counts.sent)) turn(20000000);
}

static void measure(void) {
    uint64_t begun = now_ns();
    saying = 1;
    if (!strcmp(mode, "closed")) on_arrival = keep_saying;
    for (int i = 0; on_arrival && i < plan.people; i++) keep_saying(&people[i]);
    run_until(begun + (uint64_t)warm * 1000000000ull);
    Counts before = counts;
    double used = processor_seconds();
    uint64_t from = now_ns();
    measuring = 1;
    printf("{\"event\":\"begin\"}\n");
    run_until(from + (uint64_t)seconds * 1000000000ull);
    Counts after = counts;
    double lasted = (double)(now_ns() - from) / 1e9, busy = (processor_seconds() - used) / lasted;
    printf("{\"event\":\"end\"}\n");
    measuring = saying = 0;
    wait_for_the_rest();
    uint64_t each = strcmp(mode, "room") ? 1 : (uint64_t)counts.ready - 1;
    printf("{\"event\":\"result\",\"seconds\":%.3f,\"sent\":%llu,\"delivered\":%llu,\"acked\":%llu,\"missing\":%lld,"
           "\"unacknowledged\":%lld,\"gaps\":%llu,\"refused\":%llu,\"resyncs\":%llu,\"gone\":%d,\"driver_busy\":%.3f}\n",
           lasted, (unsigned long long)(after.sent - before.sent), (unsigned long long)(after.delivered - before.delivered),
           (unsigned long long)(after.acked - before.acked), (long long)(counts.sent * each - counts.delivered),
           (long long)(counts.sent - counts.acked), (unsigned long long)counts.gaps, (unsigned long long)counts.refused,
           (unsigned long long)counts.resyncs, counts.gone, busy);
}

static void options(int count, char **given) {
    const char *file = NULL;
    for (int option; (option = getopt(count, given, "m:f:o:p:n:c:O:w:W:t:r:s:h:H:P:x:")) > 0;) switch (option) {
        case 'm': mode = optarg; break;
        case 'f': file = optarg; break;
        case 'o': times_file = optarg; break;
        case 'p': plan.port = atoi(optarg); break;
        case 'n': plan.people = atoi(optarg); break;
        case 'c': plan.at_once = atoi(optarg); break;
        case 'O': plan.opens = atoi(optarg); break;
        case 'w': window = atoi(optarg); break;
        case 'W': warm = atoi(optarg); break;
        case 't': seconds = atoi(optarg); break;
        case 'r': rate = atof(optarg); break;
        case 's': senders = atoi(optarg); break;
        case 'h': hold = atoi(optarg); break;
        case 'x': plan.xmpp = atoi(optarg); break;
        case 'P': patience = atoi(optarg); break;
        case 'H': plan.host = optarg; break;
        default: exit(2);
    }
    if (!file) exit(2);
    people_read(file);
}

int main(int count, char **given) {
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    options(count, given);
    uint64_t begun = now_ns();
    people_connect();
    double lasted = (double)(now_ns() - begun) / 1e9;
    printf("{\"event\":\"connected\",\"ready\":%d,\"gone\":%d,\"seconds\":%.3f,\"per_s\":%.1f}\n", counts.ready, counts.gone, lasted,
           counts.ready / lasted);
    if (counts.ready < 2) return 1;
    saying = 0;
    if (!strcmp(mode, "idle")) {
        run_until(now_ns() + (uint64_t)hold * 1000000000ull);
        printf("{\"event\":\"held\",\"ready\":%d,\"gone\":%d}\n", counts.ready, counts.gone);
    } else {
        for (uint64_t end = now_ns() + 500000000; now_ns() < end;) turn(50000000);
        measure();
    }
    write_times();
    return 0;
}
