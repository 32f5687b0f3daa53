/* Doors by the addresses of their clients: open addressing, never more than half full. */

#include <stdlib.h>
#include <string.h>

#include "inside.h"

static uint32_t place_of(const struct wire *wire, const uint8_t *name) {
    uint64_t hash = 0;
    for (uint32_t i = 2; i < wire->name_size; i++) /* after the family */
        hash = (hash ^ name[i]) * 0x100000001b3u;
    return (uint32_t)(hash ^ hash >> 32) & (wire->places - 1);
}

/* Whose packets come from there; NULL: nobody's who was admitted. */
struct door *steady_find(const struct wire *wire, const uint8_t *name) {
    for (uint32_t at = place_of(wire, name); wire->doors[at]; at = (at + 1) & (wire->places - 1))
        if (!memcmp(wire->doors[at]->name, name, wire->name_size))
            return wire->doors[at];
    return NULL;
}

static void put_door(struct wire *wire, struct door *door) {
    uint32_t at = place_of(wire, door->name);
    while (wire->doors[at])
        at = (at + 1) & (wire->places - 1);
    wire->doors[at] = door;
}

/* Its flows are found by its name from now on; nobody else has that name. -1: no memory, nothing changed. */
int steady_admit(struct wire *wire, struct door *door) {
    if (2 * (wire->door_count + 1) > wire->places) {
        struct door **doors = calloc(2 * (size_t)wire->places, sizeof *doors), **former = wire->doors;
        if (!doors)
            return -1;
        uint32_t places = wire->places;
        wire->doors = doors;
        wire->places *= 2;
        for (uint32_t i = 0; i < places; i++)
            if (former[i])
                put_door(wire, former[i]);
        free(former);
    }
    put_door(wire, door);
    wire->door_count++;
    return 0;
}

void steady_dismiss(struct wire *wire, struct door *door) {
    uint32_t mask = wire->places - 1, at = place_of(wire, door->name);
    while (wire->doors[at] != door) {
        if (!wire->doors[at])
            return;
        at = (at + 1) & mask;
    }
    wire->doors[at] = NULL;
    wire->door_count--;
    /* Whoever came to lie further on because this place was taken, is looked for from here. */
    for (at = (at + 1) & mask; wire->doors[at]; at = (at + 1) & mask) {
        struct door *next = wire->doors[at];
        wire->doors[at] = NULL;
        put_door(wire, next);
    }
}
