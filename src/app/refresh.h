/* app/refresh.h: takes the states of norms that change by the calendar, a few people at a time, while the program
 * serves.
 *
 * A new year, the end of a time of grace, a pace that somebody falls behind: nothing is posted, and yet the board must
 * move. Each turn is a small write of its own, so that it never holds up the others.
 */
#ifndef APP_REFRESH_H
#define APP_REFRESH_H

struct api;
struct arena;

/* Goes on until the API closes; what it needs lies in the arena. */
void refresh_start(struct arena *a, struct api *api);

#endif
