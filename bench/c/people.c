#define _GNU_SOURCE
#include "mark.h"
#include "people.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { AT_ONCE = 1024, STALLED_S = 30 };

Person *people;
Counts counts;
Plan plan = {.port = 8000, .people = 400, .at_once = 64, .opens = 1, .host = "localhost"};
Times delivery, acknowledgement, signing_on;
int measuring;
void (*on_arrival)(Person *from);

static int poller, next_person, *dirty, dirty_count;

/* Made up for this rig; what a person says is one of them and a mark. All are about 90 characters. */
static const char *const SENTENCES[] = {
    "We walked along the canal after lunch and she told me about the garden of her aunt by the lake.",
    "I have slept four hours again, and at work I sat there and read the same line over and over.",
    "My sister called yesterday. I said that I was fine, and then I was quiet for a long time after.",
    "Some evenings are all right. It is when the house goes still that everything becomes so heavy.",
    "Thank you for asking. I had not told anybody about the letter, and it is good to say it aloud.",
    "What helped last week was the short walk before breakfast, even if I only went to the corner.",
    "I am tired of being the one who keeps it together while the others simply go on as they please.",
    "He did not shout this time. I still counted the steps on the stairs until the door was closed.",
};
enum { SENTENCE_COUNT = sizeof SENTENCES / sizeof *SENTENCES };

void times_add(Times *times, uint64_t nanoseconds) {
    if (times->count == times->room) {
        times->room = times->room ? times->room * 2 : 65536;
        times->values = realloc(times->values, times->room * sizeof(uint32_t));
        if (!times->values) die("memory");
    }
    times->values[times->count++] = (uint32_t)(nanoseconds / 1000);
}

/* One line a person, with tabs between: path, cookie, conversation, the position its log stands at, and
 * the port, where it is another one. */
void people_read(const char *file) {
    FILE *from = fopen(file, "r");
    char line[1024], *rest;
    if (!from) die(file);
    people = calloc((size_t)plan.people, sizeof *people);
    dirty = malloc(sizeof(int) * (size_t)plan.people);
    for (int i = 0; i < plan.people; i++) {
        if (!fgets(line, sizeof line, from)) die("fewer lines than people");
        people[i].path = strdup(strtok_r(line, "\t\n", &rest));
        people[i].cookie = strdup(strtok_r(NULL, "\t\n", &rest));
        people[i].conversation = strdup(strtok_r(NULL, "\t\n", &rest));
        people[i].position = atol(strtok_r(NULL, "\t\n", &rest));
        char *port = strtok_r(NULL, "\t\n", &rest);
        people[i].port = port ? atoi(port) : plan.port;
        people[i].number = i;
    }
    fclose(from);
    poller = epoll_create1(0);
}

static void leave(Person *person, const char *why) {
    if (person->state == GONE) return;
    if (person->state == READY) counts.ready--;
    else counts.under_way--;
    if (counts.gone++ < 3) fprintf(stderr, "person %d is gone: %s (state %d)\n", person->number, why, person->state);
    person->state = GONE;
    close(person->fd);
}

static void wish(Person *person, int to_write) {
    struct epoll_event wanted = {.events = EPOLLIN | (to_write ? EPOLLOUT : 0), .data.u32 = (uint32_t)person->number};
    person->waits_to_write = to_write;
    epoll_ctl(poller, EPOLL_CTL_MOD, person->fd, &wanted);
}

static void mark_dirty(Person *person) {
    if (!person->dirty) dirty[dirty_count++] = person->number;
    person->dirty = 1;
}

void person_put(Person *person, int opcode, const char *text, size_t length) {
    uint32_t mask = (0x5a17c33du ^ (uint32_t)person->number * 2654435761u) | 1;
    frame_write(&person->out, opcode, text, length, mask);
    mark_dirty(person);
}

static void flush(Person *person) {
    int done = buffer_send(&person->out, person->fd);
    if (done < 0) leave(person, "sending failed");
    else if (person->waits_to_write == done) wish(person, !done);
}

static void flush_all(void) {
    for (int i = 0; i < dirty_count; i++) {
        Person *person = &people[dirty[i]];
        person->dirty = 0;
        if (person->state > CONNECTING && person->state != GONE) flush(person);
    }
    dirty_count = 0;
}

void say(Person *person, uint64_t intended) {
    char text[512], words[256], mark[MARK + 1];
    const char *sentence = SENTENCES[(counts.sent + (uint64_t)person->number) % SENTENCE_COUNT];
    mark_write(mark, (uint32_t)person->number, intended);
    snprintf(words, sizeof words, "%.90s ~~%s~~", sentence, mark);
    person->sent++;
    counts.sent++;
    if (plan.xmpp) {
        xmpp_say(person, words);
        return;
    }
    int length = snprintf(text, sizeof text, "{\"t\":\"say\",\"c\":\"%s\",\"id\":\"%s\",\"words\":\"%s\"}",
                          person->conversation, mark, words);
    person_put(person, TEXT, text, (size_t)length);
}

static void acknowledged(Person *person, const char *text, const char *end) {
    const char *id = memmem(text, (size_t)(end - text), "\"id\":\"", 6);
    uint32_t number;
    uint64_t moment;
    if (!id || !mark_read(id + 6, end, &number, &moment) || number >= (uint32_t)plan.people) return;
    counts.acked++;
    person->acked++;
    if (measuring) times_add(&acknowledgement, now_ns() - moment);
    if (on_arrival) on_arrival(person);
}

void person_hears(Person *person, const char *mark, const char *end) {
    uint32_t number;
    uint64_t moment;
    if (!mark_read(mark, end, &number, &moment) || number >= (uint32_t)plan.people) return;
    if ((int)number == person->number) {
        counts.echoed++;
        return;
    }
    counts.delivered++;
    counts.acked += (uint64_t)plan.xmpp;
    people[number].acked += (uint32_t)plan.xmpp;
    people[number].arrived++;
    if (measuring) times_add(&delivery, now_ns() - moment);
    if (on_arrival) on_arrival(&people[number]);
}

static void arrived(Person *person, const char *text, const char *end) {
    const char *position = memmem(text, (size_t)(end - text), "\"p\":", 4);
    const char *mark = memmem(text, (size_t)(end - text), "~~", 2);
    if (position && atol(position + 4) != ++person->position) {
        counts.gaps++;
        person->position = atol(position + 4);
    }
    if (mark) person_hears(person, mark + 2, end);
}

static int is(const char *text, size_t length, const char *name) {
    size_t long_ = strlen(name);
    return length > long_ + 6 && !memcmp(text, "{\"t\":\"", 6) && !memcmp(text + 6, name, long_) && text[6 + long_] == '"';
}

void person_ready(Person *person) {
    person->state = READY;
    counts.ready++;
    counts.under_way--;
    times_add(&signing_on, now_ns() - person->begun);
}

static void greeted(Person *person) {
    char text[256];
    if (!plan.opens) {
        person_ready(person);
        return;
    }
    int length = snprintf(text, sizeof text, "{\"t\":\"open\",\"c\":\"%s\",\"after\":%ld}", person->conversation,
                          person->position);
    person_put(person, TEXT, text, (size_t)length);
    person->state = OPENING;
}

static void refused(Person *person, const char *text, size_t length) {
    if (counts.refused++ < 3) fprintf(stderr, "person %d: %.*s\n", person->number, (int)length, text);
}

static void hear(Person *person, const char *text, size_t length) {
    if (plan.xmpp) xmpp_hear(person, text, length);
    else if (is(text, length, "entry")) arrived(person, text, text + length);
    else if (is(text, length, "said")) acknowledged(person, text, text + length);
    else if (is(text, length, "hello") && person->state == GREETING) greeted(person);
    else if (is(text, length, "open") && person->state == OPENING) person_ready(person);
    else if (is(text, length, "resync")) counts.resyncs++;
    else if (is(text, length, "no") || is(text, length, "bye")) refused(person, text, length);
}

static int shaken(Person *person) {
    Buffer *in = &person->in;
    char *end = memmem(in->data + in->from, in->to - in->from, "\r\n\r\n", 4);
    if (!end) return 0;
    if (!memmem(in->data + in->from, (size_t)(end - in->data) - in->from, " 101", 4)) {
        leave(person, "no socket was given");
        return 0;
    }
    in->from = (size_t)(end + 4 - in->data);
    person->state = GREETING;
    if (plan.xmpp) xmpp_begin(person);
    return 1;
}

static void heard(Person *person) {
    int came = buffer_receive(&person->in, person->fd);
    if (came < 0) {
        leave(person, "the socket has ended");
        return;
    }
    if (person->state == SHAKING && !shaken(person)) return;
    for (Frame frame; person->state != GONE && frame_read(&person->in, &frame);) {
        if (frame.opcode == TEXT) hear(person, frame.payload, frame.length);
        else if (frame.opcode == PING) person_put(person, PONG, frame.payload, frame.length);
        else if (frame.opcode == CLOSE) leave(person, "closed by the server");
    }
    if (person->in.from == person->in.to) buffer_free(&person->in);
}

static void shake(Person *person) {
    char text[1024];
    int length = snprintf(text, sizeof text,
                          "GET %s HTTP/1.1\r\nHost: %s:%d\r\nOrigin: http://%s:%d\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                          "Sec-WebSocket-Version: 13\r\n%s%s\r\n\r\n",
                          person->path, plan.host, person->port, plan.host, person->port,
                          plan.xmpp ? "Sec-WebSocket-Protocol: xmpp" : "Cookie: ", plan.xmpp ? "" : person->cookie);
    buffer_add(&person->out, text, (size_t)length);
    person->state = SHAKING;
    wish(person, 0);
    mark_dirty(person);
}

static void connect_one(Person *person) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)person->port)};
    struct linger none = {1, 0};
    struct epoll_event wanted = {.events = EPOLLIN | EPOLLOUT, .data.u32 = (uint32_t)person->number};
    int one = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    person->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (person->fd < 0) die("socket");
    setsockopt(person->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(person->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    person->begun = now_ns();
    person->state = CONNECTING;
    counts.under_way++;
    connect(person->fd, (struct sockaddr *)&address, sizeof address);
    epoll_ctl(poller, EPOLL_CTL_ADD, person->fd, &wanted);
}

void turn(int64_t nanoseconds) {
    static struct epoll_event events[AT_ONCE];
    struct timespec wait = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    flush_all();
    int happened = epoll_pwait2(poller, events, AT_ONCE, &wait, NULL);
    for (int i = 0; i < happened; i++) {
        Person *person = &people[events[i].data.u32];
        if (person->state == GONE) continue;
        if (person->state == CONNECTING && events[i].events & (EPOLLERR | EPOLLHUP)) leave(person, "no connection");
        else if (person->state == CONNECTING) shake(person);
        else if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) heard(person);
        else flush(person);
    }
    flush_all();
}

void people_connect(void) {
    uint64_t last = now_ns();
    int before = 0;
    while (counts.ready + counts.gone < plan.people) {
        while (next_person < plan.people && counts.under_way < plan.at_once) connect_one(&people[next_person++]);
        turn(200000000);
        if (counts.ready != before) last = now_ns();
        before = counts.ready;
        if (now_ns() - last > STALLED_S * 1000000000ull) break;
    }
}
