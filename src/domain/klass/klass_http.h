/* domain/klass/klass_http.h: what the route table of klass_http.c takes from the files of its topics. Nobody else
 * includes it. */
#ifndef DOMAIN_KLASS_KLASS_HTTP_H
#define DOMAIN_KLASS_KLASS_HTTP_H

#include "api/job.h"
#include "api/module.h"

#define HANDLER(name) struct err *http_##name(struct call *c)

/* enrolment_http.c */
HANDLER(get_enrolments);
HANDLER(post_enrolments);
HANDLER(post_enrolment_assign);
HANDLER(post_enrolment_state);
HANDLER(get_enrolment_events);
HANDLER(get_my_enrolments);
HANDLER(get_unit_enrolments);
extern const struct page_spec enrolment_pages, unit_enrolment_pages, my_enrolment_pages;
extern const struct shape enrol_input_shape, enrol_answer_shape, enrol_assign_shape, enrolment_state_shape;

/* session_http.c */
HANDLER(get_sessions);
HANDLER(get_session_offers);
HANDLER(post_session);
HANDLER(post_session_draft);
HANDLER(get_conflicts);
HANDLER(get_session);
HANDLER(put_session);
HANDLER(delete_session);
extern const struct shape timetable_input_shape, timetable_shape;

/* room_http.c */
HANDLER(get_rooms);
HANDLER(post_room);
HANDLER(put_room);
HANDLER(get_calendar);
HANDLER(get_class_events);

/* group_http.c */
HANDLER(get_groups);
HANDLER(put_groups);
HANDLER(post_group_deal);
HANDLER(get_session_minutes);
HANDLER(get_minutes);
HANDLER(put_minutes);
HANDLER(post_minutes_sign);
extern const struct shape group_list_shape, group_deal_shape;

/* place_http.c: shares, staff, sites, quotas, dated rules */
HANDLER(get_shares);
HANDLER(post_share);
HANDLER(get_staff);
HANDLER(post_staff);
HANDLER(get_sites);
HANDLER(post_site);
HANDLER(get_quotas);
HANDLER(put_quotas);
HANDLER(get_rules);
HANDLER(post_rule);
extern const struct shape klass_share_input_shape, klass_staff_input_shape, klass_site_input_shape, quota_list_shape;

#endif
