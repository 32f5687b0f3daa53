/* The steady way of streams, compiled: what flow.py says, and the socket's system calls around it. Here is
 * the socket and its lock; packet.c has what is done with a packet, doors.c who sent it, arrivals.c what its
 * sender is told.
 *
 * It decides nothing. compiled.py gives it flows whose numbers the rules have given, and takes them away;
 * what is not exactly what such a flow expects is left to the rules, untouched or decrypted. It can be left
 * out: then flow.py does the same, at several times the cost.
 *
 * Promise: whatever a datagram holds, nothing is read or written outside of the memory of datagrams, the
 * rings and what is allocated here. A thread is in `steady_receive` with nothing of Python's; whatever else
 * is called, is called with the lock. RTP by RFC 3550, header extensions by RFC 8285. 64-bit Linux, little
 * endian.
 */

#include "inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef STEADY_VERSION
#define STEADY_VERSION 0
#endif

uint64_t steady_version(void) { return STEADY_VERSION; }

struct wire *steady_open(int fd, uint8_t *memory, uint64_t memory_size, uint32_t stride, uint32_t headroom,
                         uint32_t name_size, void *protect, void *unprotect, void *protect_rtcp) {
    if (name_size > NAME || (uint64_t)SENDS * stride > memory_size ||
        headroom + MAX_DATAGRAM + TRAILER > stride)
        return NULL;
    struct wire *wire = calloc(1, sizeof *wire);
    if (!wire)
        return NULL;
    wire->doors = calloc(LEAST_PLACES, sizeof *wire->doors);
    if (!wire->doors) {
        free(wire);
        return NULL;
    }
    wire->places = LEAST_PLACES;
    wire->fd = fd;
    wire->memory = memory;
    wire->memory_size = memory_size;
    wire->stride = stride;
    wire->headroom = headroom;
    wire->name_size = name_size;
    wire->protect = (cipher)protect;
    wire->unprotect = (cipher)unprotect;
    wire->protect_rtcp = (cipher)protect_rtcp;
    pthread_mutex_init(&wire->turn, NULL);
    pthread_mutex_init(&wire->lock, NULL);
    wire->used = BATCH;
    for (uint32_t i = 0; i < BATCH; i++) {
        wire->incoming_pieces[i] = (struct iovec){memory + (uint64_t)i * stride + headroom, MAX_DATAGRAM};
        wire->incoming[i].msg_hdr.msg_name = wire->incoming_names[i];
        wire->incoming[i].msg_hdr.msg_iov = &wire->incoming_pieces[i];
        wire->incoming[i].msg_hdr.msg_iovlen = 1;
        wire->incoming[i].msg_hdr.msg_control = wire->control[i];
    }
    for (uint32_t i = 0; i < SENDS; i++) {
        wire->outgoing[i].msg_hdr.msg_name = wire->outgoing_names[i];
        wire->outgoing[i].msg_hdr.msg_namelen = name_size;
        wire->outgoing[i].msg_hdr.msg_iov = &wire->outgoing_pieces[i];
        wire->outgoing[i].msg_hdr.msg_iovlen = 1;
    }
    return wire;
}

void steady_close(struct wire *wire) {
    pthread_mutex_destroy(&wire->lock);
    pthread_mutex_destroy(&wire->turn);
    free(wire->doors);
    free(wire);
}

/* One thread may take it many times. A thread that takes it again and again cannot keep another waiting. */
void steady_lock(struct wire *wire) {
    if (wire->owner != pthread_self()) {
        pthread_mutex_lock(&wire->turn);
        pthread_mutex_lock(&wire->lock);
        pthread_mutex_unlock(&wire->turn);
        wire->owner = pthread_self();
    }
    wire->depth++;
}

void steady_unlock(struct wire *wire) {
    if (wire->owner != pthread_self() || --wire->depth)
        return;
    wire->owner = 0;
    pthread_mutex_unlock(&wire->lock);
}

uint64_t steady_blocked(struct wire *wire) {
    uint64_t count = wire->blocked;
    wire->blocked = 0;
    return count;
}

uint64_t steady_failed(struct wire *wire) {
    uint64_t count = wire->failed;
    wire->failed = 0;
    return count;
}

void steady_flush(struct wire *wire) {
    uint32_t done = 0;
    while (done < wire->count) {
        int sent = sendmmsg(wire->fd, wire->outgoing + done, wire->count - done, MSG_DONTWAIT);
        if (sent > 0) {
            done += (uint32_t)sent;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) { /* and so would the rest */
            wire->blocked += wire->count - done;
            break;
        } else {
            wire->failed++;
            done++;
        }
    }
    wire->count = wire->spares = 0;
}

int64_t steady_spare(struct wire *wire) {
    if (wire->spares == SPARE)
        steady_flush(wire);
    return (int64_t)(BATCH + wire->spares++) * wire->stride + wire->headroom;
}

/* -1: outside of the memory, or there is no room: each place is put once. */
int steady_put(struct wire *wire, uint64_t at, uint64_t size, const uint8_t *name) {
    if (at >= wire->memory_size || size > wire->memory_size - at || wire->count == SENDS)
        return -1;
    uint32_t count = wire->count++;
    memcpy(wire->outgoing_names[count], name, wire->name_size);
    wire->outgoing_pieces[count] = (struct iovec){wire->memory + at, size};
    return 0;
}

static double now_s(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static struct flow *find_flow(const struct door *door, uint32_t ssrc) {
    for (uint32_t i = 0; i < door->flow_count && i < MOST_FLOWS; i++)
        if (door->flows[i]->ssrc == ssrc)
            return door->flows[i];
    return NULL;
}

/* Wait for datagrams, and deal with what is steady. Returns when something is left, how many, and then WITH
 * the lock; 0 without it, once in a while and when the socket is shut down; -errno when it is of no use. */
int steady_receive(struct wire *wire, struct left *left) {
    for (;;) {
        for (uint32_t i = 0; i < wire->used; i++) {
            wire->incoming[i].msg_hdr.msg_namelen = wire->name_size;
            wire->incoming[i].msg_hdr.msg_controllen = CONTROL;
        }
        int count = recvmmsg(wire->fd, wire->incoming, BATCH, MSG_WAITFORONE, NULL);
        wire->used = count > 0 ? (uint32_t)count : 0;
        if (count <= 0) {
            int harmless = count == 0 || errno == EAGAIN || errno == EINTR || errno == ECONNREFUSED;
            return harmless ? 0 : -errno;
        }
        double now = now_s(CLOCK_MONOTONIC), offset = now_s(CLOCK_REALTIME) - now;
        int left_count = 0;
        steady_lock(wire);
        wire->batch++;
        for (int i = 0; i < count; i++) {
            const uint8_t *name = wire->incoming_names[i];
            uint32_t at = (uint32_t)i * wire->stride + wire->headroom, size = wire->incoming[i].msg_len;
            double arrived = now;
            if (wire->incoming[i].msg_hdr.msg_controllen >= CONTROL) { /* a head of two words, a timespec */
                arrived = (double)wire->control[i][2] + (double)wire->control[i][3] * 1e-9 - offset;
                if (!(arrived - now > -1.0 && arrived - now < 1.0)) /* the wall clock was set meanwhile */
                    arrived = now;
            }
            int plain = UNTOUCHED;
            if (size >= 16 && (wire->memory[at] & 0xc0) == 0x80) {
                struct door *door = steady_find(wire, name);
                if (door && door->waits != wire->batch) {
                    struct flow *flow = find_flow(door, read32(wire->memory + at + 8));
                    if (flow)
                        plain = steady_take(wire, flow, at, size, arrived);
                    uint8_t type = wire->memory[at + 1];
                    if (plain != DONE && (type < 192 || type > 223)) /* reports are not in any order */
                        door->waits = wire->batch;
                }
            }
            if (plain != DONE) {
                left[left_count] = (struct left){.at = at, .size = size, .plain = plain, .arrived = arrived};
                memcpy(left[left_count++].name, name, wire->name_size);
            }
        }
        steady_flush(wire);
        if (left_count)
            return left_count;
        steady_unlock(wire);
    }
}
