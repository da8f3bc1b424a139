// tests/bench/dispatch_lemon.cc: the yardstick of ./dev bench dispatch: LEMON's network simplex on a compact file, without
// absence caps and minima. Prints {"seconds", "objective"}; reading the file is not in the time.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>
#include <utility>
#include <vector>

struct offer {
    uint64_t weeks;
    int32_t seats_min, seats_max, wave, by, quota_first, quota_count, must_run, unused;
};

int main(int argc, char **argv)
{
    std::ifstream file(argv[1], std::ios::binary);
    std::vector<char> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const int32_t *head = reinterpret_cast<const int32_t *>(bytes.data() + 8);
    const int people = head[0], offers = head[1], units = head[2], quotas = head[3];
    const offer *o = reinterpret_cast<const offer *>(bytes.data() + 40);
    const int32_t *quota = reinterpret_cast<const int32_t *>(o + offers);
    const int32_t *person = quota + 2 * quotas + units, *count = person + 7 * (int64_t)people;
    const uint32_t *arc = reinterpret_cast<const uint32_t *>(count + people);
    const auto start = std::chrono::steady_clock::now();
    const int sink = people + offers + quotas;
    std::vector<std::pair<int, int>> ends;
    std::vector<int> cost, room;
    auto add = [&](int from, int to, int r, int c) {
        ends.push_back({from, to});
        room.push_back(r);
        cost.push_back(c);
    };
    for (int p = 0; p < people; p++) {
        const int32_t *who = person + 7 * (int64_t)p;
        for (int i = 0; i < count[p]; i++, arc++) {
            const offer &x = o[*arc >> 10];
            add(p, x.by ? people + offers + x.quota_first + who[1 + x.by] : people + (int)(*arc >> 10), 1, *arc & 1023);
        }
        add(p, sink, 1, who[1]);
    }
    for (int c = 0; c < offers; c++) add(people + c, sink, o[c].seats_max, 0);
    for (int c = 0; c < offers; c++)
        for (int g = o[c].quota_first; g < o[c].quota_first + o[c].quota_count; g++)
            add(people + offers + g, people + c, quota[2 * g + 1], 0);
    lemon::StaticDigraph graph;
    graph.build(sink + 1, ends.begin(), ends.end());
    lemon::StaticDigraph::ArcMap<int> costs(graph), rooms(graph);
    lemon::StaticDigraph::NodeMap<int> supply(graph, 0);
    for (size_t i = 0; i < cost.size(); i++) {
        costs[graph.arc(i)] = cost[i];
        rooms[graph.arc(i)] = room[i];
    }
    for (int p = 0; p < people; p++) supply[graph.node(p)] = 1;
    supply[graph.node(sink)] = -people;
    lemon::NetworkSimplex<lemon::StaticDigraph, int, long> simplex(graph);
    simplex.costMap(costs).upperMap(rooms).supplyMap(supply).run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("{\"seconds\": %.3f, \"objective\": %ld}\n", took.count(), simplex.totalCost<long>());
}
