/* domain/trust/trust.h: what lets people trust the records about them: who can see what, and why.
 *
 * "Who can see" is answered from the grants themselves: a role granted on an organisation reaches it and all below it,
 * so whoever holds one on a person's unit, or above it, sees that person as far as the role goes; beside them, those
 * who have a duty in a class of theirs. Security administrators and auditors ask about anybody in their part of the
 * tree, everybody else about themselves.
 *
 * Everybody takes along all that is kept about them, and asks for a correction, which the office of their unit accepts
 * or refuses with a reason by a day that a dated rule sets. How long what is no record of training is kept is dated
 * data, too, and a job keeps to it.
 */
#ifndef DOMAIN_TRUST_TRUST_H
#define DOMAIN_TRUST_TRUST_H

struct module;

extern const struct module trust_module;

#endif
