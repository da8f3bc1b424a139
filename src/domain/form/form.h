/* domain/form/form.h: the forms that people print, as PDF, and what was issued with a number.
 *
 * Six kinds: leave request, assessment form, attendance sheet, class list, certificate, ledger statement. What is on
 * them besides the facts is a template: texts with placeholders (【姓名】), who signs, a logo. The nearest organisation
 * up the tree that has one gives it; a change is a new version, and none is ever lost.
 *
 * Certificates and statements carry a number of 75 random bits and a QR code. What was issued is kept as it was printed
 * and can be revoked, not changed; a certificate is
 * revoked when hours that it stands for are reversed, and not issued again. Whoever has the number may ask whether
 * it is genuine, without signing in, and learns
 * a masked name, title, dates and hours, nothing else; addresses that guess are slowed down.
 */
#ifndef DOMAIN_FORM_FORM_H
#define DOMAIN_FORM_FORM_H

struct module;

extern const struct module form_module;

#endif
