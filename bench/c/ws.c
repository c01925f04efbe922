#define _GNU_SOURCE
#include "ws.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { PIECE = 32768 };

uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

void die(const char *what) {
    perror(what);
    exit(1);
}

static void make_room(Buffer *buffer, size_t length) {
    if (buffer->from == buffer->to) buffer->from = buffer->to = 0;
    if (buffer->to + length <= buffer->room) return;
    if (buffer->from) {
        memmove(buffer->data, buffer->data + buffer->from, buffer->to - buffer->from);
        buffer->to -= buffer->from;
        buffer->from = 0;
    }
    if (buffer->to + length > buffer->room) {
        buffer->room = (buffer->to + length) * 2;
        buffer->data = realloc(buffer->data, buffer->room);
        if (!buffer->data) die("memory");
    }
}

void buffer_add(Buffer *buffer, const void *bytes, size_t length) {
    make_room(buffer, length);
    memcpy(buffer->data + buffer->to, bytes, length);
    buffer->to += length;
}

void buffer_free(Buffer *buffer) {
    free(buffer->data);
    *buffer = (Buffer){0};
}

int buffer_send(Buffer *buffer, int fd) {
    while (buffer->from < buffer->to) {
        ssize_t sent = send(fd, buffer->data + buffer->from, buffer->to - buffer->from, MSG_NOSIGNAL);
        if (sent < 0) return errno == EAGAIN ? 0 : -1;
        buffer->from += (size_t)sent;
    }
    return 1;
}

int buffer_receive(Buffer *buffer, int fd) {
    int came = 0;
    for (;;) {
        make_room(buffer, PIECE);
        ssize_t got = recv(fd, buffer->data + buffer->to, PIECE, 0);
        if (got == 0) return -1;
        if (got < 0) return errno == EAGAIN ? came : -1;
        buffer->to += (size_t)got;
        came = 1;
        if (got < PIECE) return came;
    }
}

static void unmask(char *payload, size_t length, const unsigned char *mask) {
    for (size_t i = 0; i < length; i++) payload[i] ^= (char)mask[i & 3];
}

int frame_read(Buffer *buffer, Frame *frame) {
    unsigned char *head = (unsigned char *)buffer->data + buffer->from;
    size_t waiting = buffer->to - buffer->from, length, skip = 2;
    if (waiting < 2) return 0;
    length = head[1] & 127;
    if (length == 126) {
        if (waiting < 4) return 0;
        length = (size_t)head[2] << 8 | head[3];
        skip = 4;
    } else if (length == 127) {
        if (waiting < 10) return 0;
        for (length = 0, skip = 2; skip < 10; skip++) length = length << 8 | head[skip];
    }
    size_t masked = head[1] & 128 ? 4 : 0;
    if (waiting < skip + masked + length) return 0;
    frame->opcode = head[0] & 15;
    frame->payload = (char *)head + skip + masked;
    frame->length = length;
    if (masked) unmask(frame->payload, length, head + skip);
    buffer->from += skip + masked + length;
    return 1;
}

static void mask_into(char *out, const char *payload, size_t length, uint32_t mask) {
    uint64_t twice = (uint64_t)mask << 32 | mask, piece;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        memcpy(&piece, payload + i, 8);
        piece ^= twice;
        memcpy(out + i, &piece, 8);
    }
    for (; i < length; i++) out[i] = (char)(payload[i] ^ ((char *)&mask)[i & 3]);
}

void frame_write(Buffer *buffer, int opcode, const char *payload, size_t length, uint32_t mask) {
    unsigned char head[8] = {(unsigned char)(0x80 | opcode), (unsigned char)length};
    size_t skip = 2;
    if (length > 65535) die("a frame too long for this rig");
    if (length >= 126) {
        head[1] = 126;
        head[2] = (unsigned char)(length >> 8);
        head[3] = (unsigned char)length;
        skip = 4;
    }
    if (!mask) {
        buffer_add(buffer, head, skip);
        buffer_add(buffer, payload, length);
        return;
    }
    head[1] |= 128;
    memcpy(head + skip, &mask, 4);
    buffer_add(buffer, head, skip + 4);
    make_room(buffer, length);
    mask_into(buffer->data + buffer->to, payload, length, mask);
    buffer->to += length;
}
