/* domain/exchange/exchange_map.c: texts to numbers, by open addressing. */
#include "core/arena.h"
#include "domain/exchange/exchange_private.h"

struct exchange_entry {
    struct str key;
    int64_t value;
    bool used;
};

static uint64_t hash_of(struct str key)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < key.n; i++) hash = (hash ^ (unsigned char)key.p[i]) * 0x100000001b3u;
    return hash ^ hash >> 29;
}

static struct exchange_entry *slot_of(const struct exchange_map *map, struct str key)
{
    size_t i = (size_t)hash_of(key) & (map->cap - 1);
    while (map->slots[i].used && !str_equal(map->slots[i].key, key)) i = (i + 1) & (map->cap - 1);
    return &map->slots[i];
}

static void grow(struct arena *a, struct exchange_map *map)
{
    struct exchange_map bigger = {.cap = map->cap ? map->cap * 2 : 64, .n = map->n};
    bigger.slots = arena_array(a, struct exchange_entry, bigger.cap);
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].used) *slot_of(&bigger, map->slots[i].key) = map->slots[i];
    *map = bigger;
}

bool map_add(struct arena *a, struct exchange_map *map, struct str key, int64_t value, int64_t *ret_old)
{
    if (map->n * 2 >= map->cap) grow(a, map);
    struct exchange_entry *slot = slot_of(map, key);
    if (slot->used) {
        *ret_old = slot->value;
        return false;
    }
    *slot = (struct exchange_entry){str_copy(a, key), value, true};
    map->n++;
    return true;
}

void map_set(struct arena *a, struct exchange_map *map, struct str key, int64_t value)
{
    int64_t old;
    if (!map_add(a, map, key, value, &old)) slot_of(map, key)->value = value;
}

bool map_find(const struct exchange_map *map, struct str key, int64_t *ret_value)
{
    const struct exchange_entry *slot = map->cap ? slot_of(map, key) : NULL;
    if (!slot || !slot->used) return false;
    *ret_value = slot->value;
    return true;
}
