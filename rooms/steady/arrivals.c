/* What flows noted of arrivals, as transport-wide feedback says it. See arrivals.py. */

#include <math.h>

#include "inside.h"

enum { MOST_PACKETS = 400, REFERENCE_TICKS = 256 };
static const double TICK_S = 0.00025;

/* When it is simply all from this number on, one soon after the other: how many, and they are forgotten; the
 * reference time, and for each the ticks since the one before. Else 0, and they stay. */
uint32_t steady_run(struct door *door, uint32_t first, int64_t *reference, uint8_t *deltas) {
    uint32_t count = door->noted;
    if (!count || count >= MOST_PACKETS)
        return 0;
    int64_t before = llrint(door->times[0] / TICK_S) & -(int64_t)REFERENCE_TICKS;
    *reference = before / REFERENCE_TICKS;
    for (uint32_t i = 0; i < count; i++) {
        int64_t tick = llrint(door->times[i] / TICK_S), delta = tick - before;
        if (door->numbers[i] != ((first + i) & 0xffff) || delta < 0 || delta > 0xff)
            return 0;
        deltas[i] = (uint8_t)delta;
        before = tick;
    }
    door->noted = 0;
    return count;
}
