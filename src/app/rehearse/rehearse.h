/* app/rehearse/rehearse.h: the rehearsed lesson: simulated sites and learners of the demo city in its live lesson.
 *
 * `tongke rehearse` is a program of its own beside the server (`tongke serve --rehearse` starts it). It speaks the real
 * protocol over the network, as browsers do: the teacher opens the lesson with the recorded lecture, sites and learners
 * join at different times, talk, ask, vote, raise hands, answer polls, lose their line and come back; some never come.
 * Only for a demo city, and only as people whom nobody can sign in as; their names carry （演示）.
 */
#ifndef APP_REHEARSE_REHEARSE_H
#define APP_REHEARSE_REHEARSE_H

extern const struct module rehearse_module;

#endif
