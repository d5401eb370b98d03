// SPDX-License-Identifier: GPL-3.0-or-later
// The benchmark's upstream: one thread, epoll, keep-alive, answers that lie ready in memory. A body with "stream":true gets 100
// server-sent events in one burst; every other one gets 1 KB of JSON. Reads Content-Length requests only.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { LARGEST = 1 << 20, CONNECTIONS = 4096, EVENTS = 256, ANSWER = 1 << 16 };

struct peer {
    int fd;
    size_t filled;
    char *in;
    const char *out;
    size_t left;
};

static char whole[ANSWER], streamed[ANSWER];
static size_t whole_length, streamed_length;

static void prepare(void) {
    char body[2048], text[700];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    int length = snprintf(body, sizeof body,
        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"bench\",\"choices\":[{\"index\":0,"
        "\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":100,"
        "\"completion_tokens\":200,\"total_tokens\":300}}", text);
    whole_length = (size_t) sprintf(whole,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, body);
    char *at = streamed + sprintf(streamed, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 101; i++) {
        if (i < 100) {
            length = sprintf(body, "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"bench\","
                "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word%02d\"},\"finish_reason\":%s}]}\n\n", i, i < 99 ? "null" : "\"stop\"");
        } else {
            length = sprintf(body, "data: [DONE]\n\n");
        }
        at += sprintf(at, "%x\r\n%s\r\n", length, body);
    }
    at += sprintf(at, "0\r\n\r\n");
    streamed_length = (size_t) (at - streamed);
}

// The length of the first request in the buffer once it is whole, else 0.
static size_t request(const struct peer *peer, int *stream) {
    char *end = memmem(peer->in, peer->filled, "\r\n\r\n", 4);
    if (!end) {
        return 0;
    }
    size_t head = (size_t) (end - peer->in) + 4, body = 0;
    for (char *line = peer->in; line < end; line = (char *) memchr(line, '\n', (size_t) (end + 2 - line)) + 1) {
        if (!strncasecmp(line, "content-length:", 15)) {
            body = strtoul(line + 15, NULL, 10);
        }
    }
    if (peer->filled < head + body) {
        return 0;
    }
    *stream = memmem(peer->in + head, body, "\"stream\":true", 13) != NULL;
    return head + body;
}

static int flush(struct peer *peer) {
    while (peer->left > 0) {
        ssize_t count = write(peer->fd, peer->out, peer->left);
        if (count < 0) {
            return errno == EAGAIN;
        }
        peer->out += count;
        peer->left -= (size_t) count;
    }
    return 1;
}

static int serve(struct peer *peer) {
    if (!flush(peer)) {
        return 0;
    }
    for (;;) {
        ssize_t count = read(peer->fd, peer->in + peer->filled, LARGEST - peer->filled);
        if (count == 0 || (count < 0 && errno != EAGAIN)) {
            return 0;
        }
        if (count < 0) {
            return 1;
        }
        peer->filled += (size_t) count;
        int stream = 0;
        size_t length = peer->left > 0 ? 0 : request(peer, &stream);
        if (length > 0) {
            memmove(peer->in, peer->in + length, peer->filled - length);
            peer->filled -= length;
            peer->out = stream ? streamed : whole;
            peer->left = stream ? streamed_length : whole_length;
            if (!flush(peer)) {
                return 0;
            }
        }
    }
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: upstream PORT\n");
        return 2;
    }
    prepare();
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t) atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) || listen(listener, CONNECTIONS)) {
        perror("upstream");
        return 1;
    }
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &(struct epoll_event) {.events = EPOLLIN, .data.ptr = NULL});
    for (;;) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(poll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            struct peer *peer = events[i].data.ptr;
            if (!peer) {
                peer = calloc(1, sizeof *peer);
                peer->in = malloc(LARGEST);
                peer->fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
                setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                epoll_ctl(poll, EPOLL_CTL_ADD, peer->fd, &(struct epoll_event) {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = peer});
            } else if (!serve(peer)) {
                close(peer->fd);
                free(peer->in);
                free(peer);
            }
        }
    }
}
