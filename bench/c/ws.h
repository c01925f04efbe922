/* Buffers and WebSocket frames (RFC 6455), shared by the driver and the relay. */
#ifndef WS_H
#define WS_H
#include <stddef.h>
#include <stdint.h>

enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

/* Bytes from `from` to `to` are waiting. */
typedef struct {
    char *data;
    size_t from, to, room;
} Buffer;

/* One frame in a buffer; `whole` is its length with the head. The payload is unmasked in place. */
typedef struct {
    int opcode;
    char *payload;
    size_t length, whole;
} Frame;

uint64_t now_ns(void);
void die(const char *what);
void buffer_add(Buffer *buffer, const void *bytes, size_t length);
void buffer_free(Buffer *buffer);
int buffer_send(Buffer *buffer, int fd);        /* 1 all sent, 0 the rest later, -1 broken */
int buffer_receive(Buffer *buffer, int fd);     /* 1 something came, 0 nothing now, -1 ended */
int frame_read(Buffer *buffer, Frame *frame);   /* 1 there is a whole one, and it was taken out */
void frame_write(Buffer *buffer, int opcode, const char *payload, size_t length, uint32_t mask);

#endif
