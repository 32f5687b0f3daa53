/* What the files in here share. See wire.c for what they are and what they promise. */

#ifndef STEADY_INSIDE
#define STEADY_INSIDE

#include <pthread.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "shared.h"

enum { BATCH = 64, SPARE = 128, SENDS = BATCH + SPARE, TRAILER = 148, MAX_DATAGRAM = 2048 };
enum { NAME = 28, CONTROL = 32, NOTES = 1024, MOST_FLOWS = 32, LEAST_PLACES = 64, TOLD = 512 };
enum { SOUND, VP8, H264, VP9, AV1 };
enum { DONE = 0, UNTOUCHED = -1 };

typedef int (*cipher)(void *context, void *packet, int *size);

struct wire {
    int fd;
    uint8_t *memory;
    uint64_t memory_size;
    uint32_t stride, headroom, name_size;
    cipher protect, unprotect, protect_rtcp;

    pthread_mutex_t turn, lock; /* who waits for the lock has the turn */
    _Atomic(pthread_t) owner;
    uint32_t depth;

    struct mmsghdr incoming[BATCH];
    struct iovec incoming_pieces[BATCH];
    uint8_t incoming_names[BATCH][NAME];
    uint64_t control[BATCH][CONTROL / 8];
    uint64_t batch;
    uint32_t used; /* of these: the kernel wrote into them */

    struct mmsghdr outgoing[SENDS];
    struct iovec outgoing_pieces[SENDS];
    uint8_t outgoing_names[SENDS][NAME];
    uint32_t count, spares;
    uint64_t blocked, failed;

    struct door **doors; /* by address, open addressing */
    uint32_t places, door_count;
};

static inline uint32_t read16(const uint8_t *at) { return (uint32_t)at[0] << 8 | at[1]; }

static inline uint32_t read32(const uint8_t *at) { return read16(at) << 16 | read16(at + 2); }

static inline void write16(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static inline void write32(uint8_t *at, uint32_t value) {
    write16(at, value >> 16);
    write16(at + 2, value);
}

#endif
