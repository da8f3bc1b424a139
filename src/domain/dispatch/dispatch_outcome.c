/* domain/dispatch/dispatch_outcome.c: what a round did: who came and who did not, and what became of the three lists.
 *
 * A round is marked in the transaction that changed one of its calls or classes, and counted anew by the job of the
 * lists, after them: so the figures follow within a minute and agree with the lists by name.
 */
#include "api/call.h"
#include "domain/dispatch/dispatch_store.h"
#include "domain/klass/klass.h"

struct err *dispatch_on_class(struct call *c, const struct event *event)
{
    if (event->object_id != KLASS_CONFIRMED && event->object_id != KLASS_CANCELLED) return NULL;
    return store_recount_add_of_class(c, event->subject_id);
}

/* Who came or failed was settled with the enrolment. The rest had no seat, or never replied. */
static struct err *end_call(struct call *c, int64_t id)
{
    struct dispatch_call d;
    struct klass k;
    TRY(dispatch_call_get(c, id, &d));
    TRY(klass_get(c, d.class_id, &k));
    if (k.state == KLASS_CANCELLED) return dispatch_call_set(c, &d, CALL_WITHDRAWN, STR("班次已取消"));
    if (d.state != CALL_SENT) return dispatch_call_set(c, &d, CALL_WITHDRAWN, STR("班次已结束，未排上名额"));
    return dispatch_call_silent(c, &d, STR("班次结束时仍未回执"));
}

struct err *dispatch_recount(struct call *c, int64_t round_id)
{
    struct list over;
    do {
        TRY(store_calls_over(c, round_id, &over));
        for (LIST_EACH(over, struct one_id, it)) TRY(end_call(c, it->id));
    } while (over.n);
    for (int list = LIST_NONE; list <= LIST_OVER; list++) TRY(store_outcome_set(c, round_id, list));
    return store_recount_remove(c, round_id);
}

struct err *dispatch_recount_some(struct call *c, bool *ret_more)
{
    struct list ids;
    TRY(store_recounts(c, 2, &ids));
    if (ids.n) TRY(dispatch_recount(c, LIST_AT(ids, struct one_id, 0)->id));
    *ret_more = ids.n > 1;
    return NULL;
}
