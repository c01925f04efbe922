/* The same people at an XMPP server: RFC 7395 over a WebSocket. For comparison only.
 *
 * A line of the people's file holds the path, the PLAIN credentials in base64, and the partner's name. XMPP
 * has no acknowledgement that a message is stored: a message counts as acknowledged when it has arrived.
 */
#define _GNU_SOURCE
#include "people.h"
#include <stdio.h>
#include <string.h>

enum Step { FEATURES, AUTHENTICATING, AGAIN, BINDING, PRESENT };

static void send_text(Person *person, const char *text) {
    person_put(person, TEXT, text, strlen(text));
}

static int has(const char *text, size_t length, const char *part) {
    return memmem(text, length, part, strlen(part)) != NULL;
}

static void authenticate(Person *person) {
    char text[512];
    snprintf(text, sizeof text, "<auth xmlns=\"urn:ietf:params:xml:ns:xmpp-sasl\" mechanism=\"PLAIN\">%s</auth>",
             person->cookie);
    send_text(person, text);
}

void xmpp_begin(Person *person) {
    send_text(person, "<open xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" to=\"localhost\" version=\"1.0\"/>");
}

void xmpp_say(Person *person, const char *words) {
    char text[1024];
    snprintf(text, sizeof text,
             "<message xmlns=\"jabber:client\" to=\"%s@localhost\" type=\"chat\" id=\"%x\"><body>%s</body></message>",
             person->conversation, person->sent, words);
    send_text(person, text);
}

static void step_on(Person *person, const char *text, size_t length) {
    if (person->step == FEATURES && has(text, length, "</mechanisms>")) authenticate(person);
    else if (person->step == AUTHENTICATING && has(text, length, "<success")) xmpp_begin(person);
    else if (person->step == AGAIN && has(text, length, "urn:ietf:params:xml:ns:xmpp-bind"))
        send_text(person, "<iq xmlns=\"jabber:client\" type=\"set\" id=\"b\">"
                          "<bind xmlns=\"urn:ietf:params:xml:ns:xmpp-bind\"/></iq>");
    else if (person->step == BINDING && has(text, length, "<jid>"))
        send_text(person, "<presence xmlns=\"jabber:client\"/>");
    else if (person->step == PRESENT && has(text, length, "<presence")) person_ready(person);
    else return;
    person->step++;
}

void xmpp_hear(Person *person, const char *text, size_t length) {
    const char *mark = person->state == READY ? memmem(text, length, "~~", 2) : NULL;
    if (person->state != READY) step_on(person, text, length);
    else if (mark) person_hears(person, mark + 2, text + length);
}
