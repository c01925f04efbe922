/* The physical limit: Beside's wire without Beside. Frames are parsed, acknowledged and forwarded, on one
 * core, by one epoll loop; nothing is stored, sealed, read or checked.    relay PORT
 */
#define _GNU_SOURCE
#include "ws.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINKS = 70000, ROOMS = 16384, AT_ONCE = 1024 };

typedef struct {
    Buffer in, out;
    int greeted, dirty;
} Link;

typedef struct {
    char name[37];
    int position, people, room_for, *members;
} Room;

static Link links[LINKS];
static Room rooms[ROOMS];
static int dirty[LINKS], dirty_count, poller;

static const char WELCOME[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static void put(int fd, const char *text, size_t length) {
    frame_write(&links[fd].out, TEXT, text, length, 0);
    if (!links[fd].dirty) {
        links[fd].dirty = 1;
        dirty[dirty_count++] = fd;
    }
}

/* The room with this id: 36 characters, found by open addressing. */
static Room *room_of(const char *name) {
    uint32_t place = 2166136261u;
    for (int i = 0; i < 36; i++) place = (place ^ (unsigned char)name[i]) * 16777619u;
    for (place %= ROOMS; rooms[place].name[0]; place = (place + 1) % ROOMS)
        if (!memcmp(rooms[place].name, name, 36)) return &rooms[place];
    memcpy(rooms[place].name, name, 36);
    return &rooms[place];
}

static void opened(int fd, Room *room) {
    char text[128];
    if (room->people == room->room_for) {
        room->room_for = room->room_for ? room->room_for * 2 : 2;
        room->members = realloc(room->members, sizeof(int) * (size_t)room->room_for);
    }
    room->members[room->people++] = fd;
    int length = snprintf(text, sizeof text, "{\"t\":\"open\",\"c\":\"%s\",\"p\":%d}", room->name, room->position);
    put(fd, text, (size_t)length);
}

static void said(int fd, Room *room, const char *payload, size_t length) {
    char text[8192];
    const char *id = memmem(payload, length, "\"id\":\"", 6), *words = memmem(payload, length, "\"words\":", 8);
    if (!id || !words) return;
    int position = ++room->position, rest = (int)(payload + length - words);
    int made = snprintf(text, sizeof text, "{\"t\":\"entry\",\"c\":\"%s\",\"p\":%d,\"kind\":\"said\",%.*s", room->name,
                        position, rest, words);
    for (int i = 0; i < room->people; i++) put(room->members[i], text, (size_t)made);
    made = snprintf(text, sizeof text, "{\"t\":\"said\",\"c\":\"%s\",\"id\":\"%.24s\",\"p\":%d}", room->name, id + 6,
                    position);
    put(fd, text, (size_t)made);
}

static void answer(int fd, const char *payload, size_t length) {
    const char *room = memmem(payload, length, "\"c\":\"", 5);
    if (!room || room + 42 > payload + length) return;
    if (!memcmp(payload, "{\"t\":\"open\"", 11)) opened(fd, room_of(room + 5));
    if (!memcmp(payload, "{\"t\":\"say\"", 10)) said(fd, room_of(room + 5), payload, length);
}

static void closed(int fd) {
    for (int i = 0; i < ROOMS; i++)
        for (int k = 0; k < rooms[i].people; k++)
            if (rooms[i].members[k] == fd) rooms[i].members[k--] = rooms[i].members[--rooms[i].people];
    buffer_free(&links[fd].in);
    buffer_free(&links[fd].out);
    links[fd] = (Link){.dirty = links[fd].dirty};
    close(fd);
}

static void heard(int fd) {
    Link *link = &links[fd];
    if (buffer_receive(&link->in, fd) < 0) {
        closed(fd);
        return;
    }
    if (!link->greeted) {
        if (!memmem(link->in.data + link->in.from, link->in.to - link->in.from, "\r\n\r\n", 4)) return;
        link->in.from = link->in.to;
        link->greeted = 1;
        buffer_add(&link->out, WELCOME, sizeof WELCOME - 1);
        put(fd, "{\"t\":\"hello\"}", 13);
    }
    for (Frame frame; frame_read(&link->in, &frame);)
        if (frame.opcode == TEXT) answer(fd, frame.payload, frame.length);
    if (link->in.from == link->in.to) buffer_free(&link->in);
}

static void flush(int fd) {
    links[fd].dirty = 0;
    int done = buffer_send(&links[fd].out, fd);
    struct epoll_event wanted = {.events = EPOLLIN | (done ? 0 : EPOLLOUT), .data.fd = fd};
    if (done <= 0) epoll_ctl(poller, EPOLL_CTL_MOD, fd, &wanted);
    if (done && links[fd].out.room > 8192) buffer_free(&links[fd].out);
}

static void writable(int fd) {
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(poller, EPOLL_CTL_MOD, fd, &wanted);
    flush(fd);
}

static void come_in(int listener) {
    int one = 1;
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        if (fd >= LINKS) die("too many sockets");
        struct epoll_event wanted = {.events = EPOLLIN, .data.fd = fd};
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &wanted);
    }
}

static int listening(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address)) die("bind");
    listen(listener, 4096);
    return listener;
}

int main(int count, char **given) {
    struct epoll_event events[AT_ONCE];
    signal(SIGPIPE, SIG_IGN);
    int listener = listening(count > 1 ? atoi(given[1]) : 8000);
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = listener};
    poller = epoll_create1(0);
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &wanted);
    for (;;) {
        int happened = epoll_wait(poller, events, AT_ONCE, -1);
        for (int i = 0; i < happened; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) come_in(listener);
            else if (events[i].events & EPOLLOUT) writable(fd);
            else heard(fd);
        }
        for (int i = 0; i < dirty_count; i++) flush(dirty[i]);
        dirty_count = 0;
    }
}
