/* Transport-wide feedback on what flows took, as long as it is simple: all came, one soon after the other.
 * See arrivals.py, which says all else. (draft-holmer-rmcat-transport-wide-cc-extensions-01) */

#include <math.h>

#include "inside.h"

enum { MOST_PACKETS = 400, REFERENCE_TICKS = 256, HEAD = 22, TRANSPORT_FEEDBACK = 15, RTPFB = 205 };
static const double TICK_S = 0.00025, EVERY_S = 0.1;

/* Tell the client what was noted, if that is due. What is not simple is left to arrivals.py, and what follows
 * it, too. */
void steady_tell(struct wire *wire, struct door *door, double now) {
    uint32_t count = door->noted;
    if (!door->tells || !door->has_name || (now - door->told_at < EVERY_S && count < MOST_PACKETS - 1))
        return;
    uint8_t deltas[MOST_PACKETS];
    int64_t before = llrint(door->times[0] / TICK_S) & -(int64_t)REFERENCE_TICKS;
    int64_t reference = before / REFERENCE_TICKS;
    for (uint32_t i = 0; i < count; i++) {
        int64_t tick = llrint(door->times[i] / TICK_S), delta = tick - before;
        int follows = door->numbers[i] == ((door->next + i) & 0xffff) && delta >= 0 && delta <= 0xff;
        if (i >= MOST_PACKETS || !follows) {
            door->tells = 0;
            return;
        }
        deltas[i] = (uint8_t)delta;
        before = tick;
    }
    int64_t at = steady_spare(wire);
    uint8_t *packet = wire->memory + at;
    uint32_t size = HEAD + count, padding = -size & 3;
    packet[0] = (uint8_t)(0x80 | (padding ? 0x20 : 0) | TRANSPORT_FEEDBACK);
    packet[1] = RTPFB;
    write16(packet + 2, (size + padding) / 4 - 1);
    write32(packet + 4, door->sender_ssrc);
    write32(packet + 8, door->media_ssrc);
    write16(packet + 12, door->next);
    write16(packet + 14, count);
    write32(packet + 16, (uint32_t)(reference & 0xffffff) << 8 | door->reports);
    door->reports = (door->reports + 1) & 0xff;
    write16(packet + 20, 1u << 13 | count); /* a run of small deltas */
    before = reference * REFERENCE_TICKS;
    for (uint32_t i = 0; i < count; i++) {
        packet[HEAD + i] = deltas[i];
        door->ticks[door->told++ % TOLD] = before += deltas[i];
    }
    for (uint32_t i = 0; i < padding; i++)
        packet[size + i] = i + 1 < padding ? 0 : (uint8_t)padding;
    door->next = (door->next + count) & 0xffff;
    door->noted = 0;
    door->told_at = now;
    int length = (int)(size + padding);
    if (!wire->protect_rtcp(door->outgoing, packet, &length))
        steady_put(wire, (uint64_t)at, (uint64_t)length, door->name);
}
