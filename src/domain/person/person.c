/* domain/person/person.c: load, decide, save. */
#include "api/call.h"
#include "api/config.h"
#include "calc/seal/seal.h"
#include "calc/text/text.h"
#include "domain/org/org.h"
#include "domain/person/person_private.h"
#include "domain/search/search.h"

struct err *person_get(struct call *c, int64_t person_id, struct person *ret_person)
{
    bool found;
    TRY(person_store_find(c, person_id, ret_person, &found));
    if (found) return NULL;
    FAIL(c->arena, ERR_ABSENT, "person.absent", "没有这个人员。", "There is no such person.");
}

struct err *person_may(struct call *c, enum perm perm, int64_t person_id, struct person *ret_person)
{
    TRY(person_get(c, person_id, ret_person));
    bool own = person_id == c->who->person_id && (perm == PERM_PERSON_READ || perm == PERM_LEDGER_READ);
    if (!own) return call_may(c, perm, ret_person->org_path);
    call_checked(c);
    return NULL;
}

struct err *person_check(struct call *c, int64_t person_id, const char *field)
{
    struct person person;
    bool found = true;
    if (person_id) TRY(person_store_find(c, person_id, &person, &found));
    if (!found)
        FAIL_FIELD(c->arena, "person.absent", field, "没有这个人员，请重新选择。",
                   "There is no such person. Choose again.");
    return NULL;
}

/* ---- citizen numbers ---- */

struct err *person_seal_citizen(struct call *c, int64_t person_id, struct str typed, struct person_citizen *ret_citizen)
{
    struct str number;
    int64_t owner;
    *ret_citizen = (struct person_citizen){0};
    if (!str_trim(typed).n) return NULL;
    TRY(person_check_citizen(c->arena, typed, c->today, &number));
    struct str label = str_printf(c->arena, "citizen:%lld", (long long)person_id);
    struct person_citizen citizen = {
        .cipher = seal_close(c->arena, c->config->secret_key, label, number),
        .hash = seal_mark(c->arena, c->config->secret_key, STR("citizen"), number),
        .mask = person_mask_citizen(c->arena, number),
    };
    TRY(person_store_citizen_owner(c, citizen.hash, &owner));
    if (owner && owner != person_id)
        FAIL(c->arena, ERR_CONFLICT, "person.citizen_taken",
             "这个身份证号已登记在另一人名下。请先查找，必要时请培训处调转。",
             "This citizen number is on record for somebody else. Search first; if need be ask the office to transfer "
             "them.");
    *ret_citizen = citizen;
    return NULL;
}

/* ---- checks of codes ---- */

/* An empty code gives an empty rank. */
static struct err *load_rank(struct call *c, struct str code, struct rank *ret_rank)
{
    bool found = true;
    *ret_rank = (struct rank){0};
    if (code.n) TRY(person_store_rank_find(c, code, ret_rank, &found));
    if (!found)
        FAIL_FIELD(c->arena, "person.rank", "rank_code", "没有“%.*s”这个职务职级。", "There is no rank “%.*s”.",
                   STR_ARG(code));
    return NULL;
}

static struct err *check_audience(struct call *c, struct str code)
{
    bool known = true;
    if (code.n) TRY(person_store_audience_is(c, code, &known));
    if (!known)
        FAIL_FIELD(c->arena, "person.audience", "audience_code", "没有“%.*s”这个培训对象类别。",
                   "There is no audience “%.*s”.", STR_ARG(code));
    return NULL;
}

/* ---- somebody new ---- */

static void read_name(struct call *c, struct person *person, struct text_reading *ret_reading)
{
    text_read(c->arena, person->name, TEXT_PERSON, ret_reading);
    person->pinyin = ret_reading->pinyin;
    person->initials = ret_reading->initials;
}

static struct err *begin_history(struct call *c, const struct person_new *in, const struct person *person)
{
    struct person_org org = {.id = call_id(c),
                             .person_id = person->id,
                             .org_id = person->org_id,
                             .from_on = in->joined_on ? in->joined_on : c->today};
    struct person_rank rank = {.id = call_id(c),
                               .person_id = person->id,
                               .rank_code = person->rank_code,
                               .is_leader = person->is_leader,
                               .from_on = in->rank_from_on ? in->rank_from_on : c->today};
    TRY(person_store_add_org(c, &org));
    return person->rank_code.n ? person_store_add_rank(c, &rank) : NULL;
}

static struct err *save_new(struct call *c, const struct person_new *in, struct person *person)
{
    struct rank rank;
    struct text_reading reading;
    struct person_citizen citizen;
    TRY(load_rank(c, person->rank_code, &rank));
    TRY(check_audience(c, person->audience_code));
    TRY(person_seal_citizen(c, person->id, in->citizen_no, &citizen));
    person->citizen_mask = citizen.mask;
    read_name(c, person, &reading);
    TRY(person_store_insert(c, person, &reading, &citizen, &rank));
    TRY(begin_history(c, in, person));
    return search_add(c, "person", person->id, &(struct search_text){person->name, &reading}, 1);
}

struct err *person_add(struct call *c, const struct person_new *in, struct person *ret_person)
{
    struct person person = {.id = call_id(c),
                            .org_id = in->org_id,
                            .name = str_one_line(c->arena, in->name),
                            .gender = in->gender,
                            .rank_code = str_trim(in->rank_code),
                            .audience_code = str_trim(in->audience_code),
                            .post = str_trim(in->post),
                            .is_leader = in->is_leader,
                            .promoted_on = in->promoted_on,
                            .state = PERSON_ACTIVE,
                            .demo = in->demo,
                            .version = 1,
                            .created_at = c->now_us,
                            .updated_at = c->now_us};
    TRY(org_path(c, in->org_id, &person.org_path));
    TRY(save_new(c, in, &person));
    TRY(call_event(c, (struct event){"person.added", person.id, person.org_id}));
    *ret_person = person;
    return NULL;
}

/* ---- changes ---- */

struct err *person_change(struct call *c, const struct person_change *in, struct person *person)
{
    struct text_reading reading;
    struct person_citizen citizen;
    person->name = str_one_line(c->arena, in->name);
    person->gender = in->gender;
    person->audience_code = str_trim(in->audience_code);
    person->post = str_trim(in->post);
    if (in->state) person->state = in->state;
    TRY(check_audience(c, person->audience_code));
    TRY(person_seal_citizen(c, person->id, in->citizen_no, &citizen));
    read_name(c, person, &reading);
    TRY(person_store_update(c, person, &reading));
    if (citizen.mask.n) {
        TRY(person_store_set_citizen(c, person->id, &citizen));
        person->citizen_mask = citizen.mask;
    }
    person->version++;
    person->updated_at = c->now_us;
    TRY(search_index(c, "person", person->id, &(struct search_text){person->name, &reading}, 1));
    return call_event(c, (struct event){"person.changed", person->id, 0});
}

static struct err *last_rank(struct call *c, int64_t person_id, struct person_rank *ret_rank)
{
    struct list ranks;
    *ret_rank = (struct person_rank){0};
    TRY(person_ranks(c, person_id, &ranks));
    if (ranks.n) *ret_rank = *LIST_AT(ranks, struct person_rank, ranks.n - 1);
    return NULL;
}

static struct err *append_rank(struct call *c, const struct person *person, const struct person_rank_new *in,
                               const struct person_rank *before)
{
    struct person_rank added = {.id = call_id(c),
                                .person_id = person->id,
                                .rank_code = person->rank_code,
                                .is_leader = in->is_leader,
                                .from_on = in->from_on,
                                .note = in->note};
    if (before->id) TRY(person_store_end_rank(c, person->id, date_add_days(in->from_on, -1)));
    return person_store_add_rank(c, &added);
}

/* Up in rank, or into a leading post: the day from which what is lacking must be made up. */
static bool is_promotion(const struct person_rank *before, const struct rank *after, bool is_leader)
{
    return !before->id || after->ordinal < before->ordinal || (is_leader && !before->is_leader);
}

struct err *person_set_rank(struct call *c, struct person *person, const struct person_rank_new *in)
{
    struct person_rank before;
    struct rank rank;
    TRY(load_rank(c, in->rank_code, &rank));
    TRY(last_rank(c, person->id, &before));
    if (in->from_on > c->today)
        FAIL_FIELD(c->arena, "person.future", "from_on", "任职日期不能晚于今天，到任后再登记。",
                   "The day lies in the future: record it when it has come.");
    if (before.id && in->from_on <= before.from_on)
        FAIL_FIELD(c->arena, "person.rank_order", "from_on", "已登记了同日或更晚的职务职级，请按时间先后登记。",
                   "A rank from that day or a later one is on record: record ranks in their order.");
    person->rank_code = rank.code;
    person->is_leader = in->is_leader;
    if (is_promotion(&before, &rank, in->is_leader)) person->promoted_on = in->from_on;
    TRY(append_rank(c, person, in, &before));
    TRY(person_store_set_rank(c, person, &rank));
    person->version++;
    return call_event(c, (struct event){"person.rank_changed", person->id, 0});
}

static struct err *check_move(struct call *c, const struct person *person, int64_t org_id, int from_on)
{
    struct list orgs;
    if (org_id == person->org_id)
        FAIL_FIELD(c->arena, "person.same_unit", "org_id", "已在这个单位，无需调转。",
                   "They are in that unit already.");
    if (from_on > c->today)
        FAIL_FIELD(c->arena, "person.future", "from_on", "调转日期不能晚于今天，到任后再登记。",
                   "The day lies in the future: record it when it has come.");
    TRY(person_store_orgs(c, person->id, &orgs));
    if (orgs.n && from_on <= LIST_AT(orgs, struct person_org, orgs.n - 1)->from_on)
        FAIL_FIELD(c->arena, "person.move_order", "from_on", "调转日期应晚于进入现单位的日期。",
                   "The day must be later than the one on which they came to their present unit.");
    return NULL;
}

struct err *person_transfer(struct call *c, struct person *person, int64_t org_id, int from_on)
{
    struct org to;
    int64_t left = person->org_id;
    TRY(check_move(c, person, org_id, from_on));
    TRY(org_get(c, org_id, &to));
    person->org_id = org_id;
    person->org_path = to.path;
    person->org_name = to.name;
    struct person_org org = {.id = call_id(c), .person_id = person->id, .org_id = org_id, .from_on = from_on};
    TRY(person_store_end_org(c, person->id, date_add_days(from_on, -1)));
    TRY(person_store_add_org(c, &org));
    TRY(person_store_move(c, person));
    person->version++;
    return call_event(c, (struct event){"person.moved", person->id, left});
}
