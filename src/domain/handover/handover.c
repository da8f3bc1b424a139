/* domain/handover/handover.c: the checklist of a class: what the program sees, and what people ticked. */
#include "domain/handover/handover.h"

#include "api/call.h"
#include "core/buf.h"
#include "core/limits.h"
#include "domain/handover/handover_private.h"

static const struct checklist_tick *tick_of(const struct list *ticks, int64_t item_id)
{
    for (LIST_EACH(*ticks, struct checklist_tick, tick))
        if (tick->item_id == item_id) return tick;
    return NULL;
}

struct err *checklist_of(struct call *c, const struct klass *klass, struct list *items)
{
    struct handover_facts facts;
    struct list ticks;
    TRY(item_list(c, klass->org_path, items));
    TRY(tick_list(c, klass->id, &ticks));
    TRY(facts_get(c, klass->id, &facts));
    for (LIST_EACH(*items, struct checklist_item, item)) {
        const struct checklist_tick *tick = tick_of(&ticks, item->id);
        item->by_hand = !handover_knows(item->derive);
        item->done = item->by_hand ? tick && tick->done : handover_holds(item->derive, klass, &facts);
        if (!tick || !item->by_hand) continue;
        item->account_name = tick->account_name;
        item->at = tick->at;
        item->note = tick->note;
    }
    return NULL;
}

struct err *handover_demo_add(struct call *c, const struct handover_demo_file *file)
{
    struct buf content;
    struct class_file f = {.id = call_id(c),
                           .class_id = file->class_id,
                           .session_id = file->session_id,
                           .kind = file->handout ? FILE_HANDOUT : FILE_RECORD,
                           .name = file->name,
                           .type = file->type,
                           .size = (int64_t)file->bytes.n};
    buf_init(&content, LIMIT_CLASS_FILE_BYTES / 3 * 4 + 4);
    buf_base64(&content, file->bytes, false);
    f.content = buf_text(&content);
    struct err *e = file_add(c, &f);
    buf_done(&content);
    return e;
}
