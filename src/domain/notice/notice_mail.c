/* domain/notice/notice_mail.c: the queue of mails: what goes out, when again, what is given up. */
#include "api/config.h"
#include "api/job.h"
#include "api/mail.h"
#include "api/module.h"
#include "core/arena.h"
#include "domain/notice/notice_private.h"

enum {
    BATCH = 50,     /* mails of one round, every 5 seconds: no relay is flooded */
    TRIES_MAX = 40, /* about five days */
    FIRST_SECONDS = 5,
    MOST_SECONDS = 4 * 3600,
    SENDING_SECONDS = 120, /* longer than a relay is waited for (os/smtp.c) */
};

int64_t notice_mail_wait_us(int64_t tries)
{
    int64_t seconds = FIRST_SECONDS;
    for (int64_t i = 1; i < tries && seconds < MOST_SECONDS; i++) seconds *= 2;
    return (seconds < MOST_SECONDS ? seconds : MOST_SECONDS) * TIME_SECOND_US;
}

/* ---- in the transaction of what is told ---- */

struct err *notice_mail_queue(struct call *c, const struct notice *n)
{
    const struct notice_topic *topic = notice_topic_find(n->kind);
    struct notice_pref pref;
    bool found;
    if (!c->config || !mail_is_on(c->config)) return NULL;
    TRY(notice_pref_find(c, n->owner_id, str_of(topic->name), &pref, &found));
    if (!(found ? pref.mail : topic->mail)) return NULL;
    return notice_mail_add(c, n->id, n->owner_id);
}

/* ---- the job ---- */

struct round {
    struct list due; /* struct notice_mail */
    const struct config *config;
    int64_t now_us;
    struct notice_mail *mail;
    bool taken;
};

static struct err *read_due(struct call *c, void *arg)
{
    struct round *r = arg;
    r->config = c->config;
    r->now_us = c->now_us;
    return notice_mail_due(c, BATCH, &r->due);
}

static struct err *take_mail(struct call *c, void *arg)
{
    struct round *r = arg;
    return notice_mail_take(c, r->mail, c->now_us + SENDING_SECONDS * TIME_SECOND_US, &r->taken);
}

static struct err *keep_outcome(struct call *c, void *arg)
{
    const struct notice_mail *m = ((struct round *)arg)->mail;
    struct notice_mail kept = *m;
    kept.due_at = c->now_us + notice_mail_wait_us(m->tries);
    if (kept.state != NOTICE_MAIL_QUEUED) kept.ended_at = c->now_us;
    return notice_mail_set(c, &kept);
}

static int state_after(enum mail_outcome outcome, int64_t tries)
{
    if (outcome == MAIL_SENT) return NOTICE_MAIL_SENT;
    return outcome == MAIL_REFUSED || tries >= TRIES_MAX ? NOTICE_MAIL_FAILED : NOTICE_MAIL_QUEUED;
}

/* Taken before it goes: where nothing can be written, nothing is sent again and again, nor by two nodes. */
static struct err *send_one(struct job *job, struct round *r)
{
    struct notice_mail *m = r->mail;
    enum mail_outcome outcome = MAIL_REFUSED;
    TRY(job_write(job, take_mail, r));
    if (!r->taken) return NULL;
    m->tries++;
    if (m->address.n)
        outcome = mail_send(job->arena, r->config, m->address,
                            notice_mail_text(job->arena, m, r->config->relay.from, r->config->public_url, r->now_us),
                            &m->reply_code);
    m->state = state_after(outcome, m->tries);
    TRY(job_write(job, keep_outcome, r));
    return mail_problem(job->arena, r->config, outcome); /* the others wait for the next round */
}

struct err *notice_mail_run(struct job *job)
{
    struct round r = {0};
    TRY(job_read(job, read_due, &r));
    if (!r.config || !mail_is_on(r.config)) return NULL;
    for (LIST_EACH(r.due, struct notice_mail, m)) {
        if (job_stopping(job)) return NULL;
        r.mail = m;
        TRY(send_one(job, &r));
    }
    return NULL;
}
