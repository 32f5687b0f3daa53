/* What rooms/compiled.py and the code here share. cffi reads it, too: declarations alone. */

/* The recent packets of a slot, see cache.py, which owns the memory. */
struct ring {
    uint8_t *bytes;
    uint64_t capacity; /* of bytes */
    uint64_t *written; /* bytes so far: where the next packet begins, were there no end */
    uint64_t *starts;  /* by position: what *written was when the packet there was stored */
    uint32_t *sizes;
    int32_t *sequences;
    uint32_t mask; /* positions are numbers & mask */
};

/* One client, as far as its steady flows need it. */
struct door {
    void *incoming, *outgoing; /* libsrtp's contexts */
    int32_t has_name;          /* it is reached at: */
    uint8_t name[28];
    uint64_t waits; /* the batch of which something was left: what follows waits behind it */
    uint32_t flow_count;
    struct flow *flows[32];
    uint32_t noted; /* transport-wide numbers, and when they came */
    uint16_t numbers[1024];
    double times[1024];

    uint32_t tells; /* whether the client is told of them from here: */
    uint32_t sender_ssrc, media_ssrc, next, reports; /* the last two wrap */
    double told_at;
    uint64_t told;      /* packets since then */
    int64_t ticks[512]; /* and when the last of them came */
};

struct route {
    struct door *to;
    struct ring *ring;
    uint32_t ssrc;
    uint32_t payload_type;
    int64_t time_head, level_head; /* of header extensions, -1: none */
    uint32_t head_size;
    int64_t sequence_shift, timestamp_shift, picture_shift, tl0_shift;
};

/* See flow.py, whose names these are. */
struct flow {
    struct door *door;
    uint32_t ssrc;
    uint32_t codec; /* 0: sound */
    uint32_t first, payload_type, extension;
    uint32_t payload_at, transport_at, transport_byte, level_at, level_byte;
    uint32_t picture_at, tl0_at, body_at;
    int32_t flags;
    double clock_rate;
    uint64_t most_octets;

    uint32_t next, timestamp;
    double frame_at, jitter, arrived;
    uint64_t packets, octets, payload_octets, refused;
    int32_t loudest, picture, tl0;

    uint32_t route_count;
    struct route routes[];
};

/* A datagram that is not dealt with. */
struct left {
    uint32_t at, size;
    int32_t plain; /* its size if it is decrypted already, else -1 */
    double arrived;
    uint8_t name[28];
};

struct wire;

uint64_t steady_version(void);
struct wire *steady_open(int fd, uint8_t *memory, uint64_t memory_size, uint32_t stride, uint32_t headroom,
                         uint32_t name_size, void *protect, void *unprotect, void *protect_rtcp);
void steady_close(struct wire *wire);
void steady_lock(struct wire *wire);
void steady_unlock(struct wire *wire);
int steady_receive(struct wire *wire, struct left *left);
int steady_take(struct wire *wire, struct flow *flow, uint32_t at, uint32_t size, double arrived);
void steady_tell(struct wire *wire, struct door *door, double now);
int64_t steady_spare(struct wire *wire);
int steady_put(struct wire *wire, uint64_t at, uint64_t size, const uint8_t *name);
void steady_flush(struct wire *wire);
uint64_t steady_blocked(struct wire *wire);
uint64_t steady_failed(struct wire *wire);
struct door *steady_find(const struct wire *wire, const uint8_t *name);
int steady_admit(struct wire *wire, struct door *door);
void steady_dismiss(struct wire *wire, struct door *door);
