#include "core/id.h"

#define EPOCH_MS 1577836800000LL /* 2020-01-01T00:00:00Z */

int64_t id_new(struct id_source *source, int64_t now_us)
{
    int64_t ms = now_us / 1000 - EPOCH_MS;
    uint64_t wanted = (uint64_t)(ms > 0 ? ms : 0) << 12;
    uint64_t last = __atomic_load_n(&source->last, __ATOMIC_RELAXED);
    uint64_t next;
    do next = wanted > last ? wanted : last + 1;
    while (!__atomic_compare_exchange_n(&source->last, &last, next, 1, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    return (int64_t)((next >> 12) << 22 | (uint64_t)(source->node & 1023) << 12 | (next & 4095));
}

int64_t id_time_us(int64_t id) { return ((id >> 22) + EPOCH_MS) * 1000; }

int64_t id_first(int64_t time_us)
{
    int64_t ms = time_us / 1000 - EPOCH_MS;
    return ms > 0 ? ms << 22 : 0;
}
