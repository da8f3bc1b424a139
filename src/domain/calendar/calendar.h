/* domain/calendar/calendar.h: timetables as iCalendar feeds (RFC 5545), subscribed to by secret addresses.
 *
 * A feed shows what one person attends or teaches, one class, or one room of a school. Its address carries a key that
 * is worked out of the program's secret and the feed's id, so nothing secret is stored, and it works without signing in
 * until its owner revokes it or their account ends. It tells titles, times and places, no people.
 */
#ifndef DOMAIN_CALENDAR_CALENDAR_H
#define DOMAIN_CALENDAR_CALENDAR_H

struct module;

extern const struct module calendar_module;

#endif
