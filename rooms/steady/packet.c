/* One packet of a steady flow: decrypted, rewritten, encrypted and sent where it lies. See flow.py. */

#include <string.h>

#include "inside.h"

static const int64_t MAX_STEP = 1 << 24; /* of a timestamp: beyond it lies a wrap, or a leap */

/* See `is_steady` in vp8.py, h264.py, vp9.py and av1.py. The payload has what the flow looks at. */
static int is_steady(struct flow *flow, const uint8_t *payload) {
    uint32_t first = payload[0];
    switch (flow->codec) {
    case SOUND:
        return 1;
    case H264: {
        uint32_t kind = first & 0x1f;
        return (kind > 0 && kind < 7) || (kind == 28 && (payload[1] & 0x1f) < 7);
    }
    case AV1:
        return (first & 0x88) != 0x08;
    case VP8:
        if ((first & 0x17) == 0x10 && !(payload[flow->body_at] & 1))
            return 0;
        if (flow->flags < 0)
            return first < 0x80;
        if (first < 0x80 || payload[1] != flow->flags)
            return 0;
        break;
    case VP9:
        if ((int32_t)(first & 0xb3) != flow->flags || (first & 0x48) == 0x08)
            return 0;
        break;
    default:
        return 0;
    }
    if (flow->picture_at) {
        const uint8_t *picture = payload + flow->picture_at;
        if (picture[0] < 0x80)
            return 0;
        flow->picture = (int32_t)(read16(picture) & 0x7fff);
    }
    if (flow->tl0_at)
        flow->tl0 = payload[flow->tl0_at];
    return 1;
}

static void store(struct ring *ring, uint32_t sequence, const uint8_t *packet, uint32_t size) {
    if (size > ring->capacity)
        return;
    uint64_t start = *ring->written, at = start % ring->capacity;
    if (at + size > ring->capacity) { /* a packet lies in one piece */
        start += ring->capacity - at;
        at = 0;
    }
    uint32_t position = sequence & ring->mask;
    memcpy(ring->bytes + at, packet, size);
    ring->starts[position] = start;
    ring->sizes[position] = size;
    ring->sequences[position] = (int32_t)sequence;
    *ring->written = start + size;
}

static void forward(struct wire *wire, struct flow *flow, uint64_t payload_at, uint64_t end, uint32_t marker,
                    uint32_t sequence, uint32_t timestamp, uint32_t level) {
    uint8_t *memory = wire->memory;
    /* abs-send-time: 6.18 fixed point seconds */
    int64_t moment = (int64_t)(flow->arrived * 262144) & 0xffffff;
    for (uint32_t i = 0; i < flow->route_count; i++) {
        struct route *route = &flow->routes[i];
        uint32_t head = route->head_size;
        uint64_t at, size = end - payload_at;
        if (i + 1 < flow->route_count) {
            at = (uint64_t)steady_spare(wire);
            memcpy(memory + at + head, memory + payload_at, size);
        } else { /* nobody else needs it any more */
            at = payload_at - head;
        }
        uint8_t *packet = memory + at, *payload = packet + head;
        uint32_t number = (uint32_t)((int64_t)sequence + route->sequence_shift) & 0xffff;
        packet[0] = head > 12 ? 0x90 : 0x80;
        packet[1] = (uint8_t)(marker | route->payload_type);
        write16(packet + 2, number);
        write32(packet + 4, (uint32_t)((int64_t)timestamp + route->timestamp_shift));
        write32(packet + 8, route->ssrc);
        if (head > 12) {
            uint8_t *element = packet + 16;
            write32(packet + 12, 0xbede0000u | (head - 16) >> 2);
            if (route->time_head >= 0) {
                write32(element, (uint32_t)(route->time_head | moment));
                element += 4;
            }
            if (route->level_head >= 0)
                write32(element, (uint32_t)(route->level_head | level) << 16);
        }
        if (flow->picture_at)
            write16(payload + flow->picture_at,
                    0x8000u | ((uint32_t)(flow->picture + route->picture_shift) & 0x7fff));
        if (flow->tl0_at)
            payload[flow->tl0_at] = (uint8_t)(flow->tl0 + route->tl0_shift);
        int length = (int)(head + size);
        store(route->ring, number, packet, (uint32_t)length);
        if (at + (uint64_t)length + TRAILER <= wire->memory_size &&
            !wire->protect(route->to->outgoing, packet, &length))
            steady_put(wire, at, (uint64_t)length, route->to->name);
    }
}

/* 0: it is dealt with. Else it is for the rules: -1 and it was not touched, or its size, in the clear. */
int steady_take(struct wire *wire, struct flow *flow, uint32_t at, uint32_t size, double arrived) {
    if ((uint64_t)at + size + TRAILER > wire->memory_size || at < wire->headroom)
        return UNTOUCHED;
    uint8_t *packet = wire->memory + at;
    struct door *from = flow->door;
    if (size < flow->payload_at + 8 || size < 16 || packet[0] != flow->first)
        return UNTOUCHED;
    uint32_t sequence = read16(packet + 2), timestamp = read32(packet + 4);
    int64_t step = (int64_t)timestamp - flow->timestamp;
    if (sequence != flow->next || (packet[1] & 0x7fu) != flow->payload_type ||
        (packet[0] == 0x90 && read32(packet + 12) != flow->extension) || step < 0 || step >= MAX_STEP ||
        (flow->level_at && packet[flow->level_at] != flow->level_byte) ||
        (flow->transport_at && packet[flow->transport_at] != flow->transport_byte) ||
        flow->octets > flow->most_octets || from->noted >= NOTES)
        return UNTOUCHED;
    for (uint32_t i = 0; i < flow->route_count; i++)
        if (!flow->routes[i].to->has_name)
            return UNTOUCHED;
    int length = (int)size;
    if (wire->unprotect(from->incoming, packet, &length)) {
        flow->refused++;
        return DONE;
    }
    uint32_t needs = 8;
    if (flow->picture_at + 2 > needs)
        needs = flow->picture_at + 2;
    if (flow->tl0_at + 1 > needs)
        needs = flow->tl0_at + 1;
    if (flow->codec == VP8 && flow->body_at + 1 > needs)
        needs = flow->body_at + 1;
    if ((uint32_t)length < flow->payload_at + needs || !is_steady(flow, packet + flow->payload_at))
        return length;
    if (step) {
        double change = (arrived - flow->frame_at) * flow->clock_rate - (double)step;
        flow->jitter += ((change < 0 ? -change : change) - flow->jitter) / 16;
        flow->timestamp = timestamp;
        flow->frame_at = arrived;
    }
    if (flow->transport_at) {
        from->numbers[from->noted] = (uint16_t)read16(packet + flow->transport_at + 1);
        from->times[from->noted++] = arrived;
    }
    uint32_t level = 0;
    if (flow->level_at) {
        level = packet[flow->level_at + 1];
        int32_t loud = -(int32_t)(level & 0x7f);
        if (loud > flow->loudest)
            flow->loudest = loud;
    }
    flow->next = (sequence + 1) & 0xffff;
    flow->arrived = arrived;
    flow->packets++;
    flow->octets += (uint64_t)length;
    flow->payload_octets += (uint64_t)length - flow->payload_at;
    if (flow->route_count)
        forward(wire, flow, (uint64_t)at + flow->payload_at, (uint64_t)at + (uint64_t)length,
                packet[1] & 0x80u, sequence, timestamp, level);
    if (from->noted)
        steady_tell(wire, from, arrived);
    return DONE;
}
