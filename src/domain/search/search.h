/* domain/search/search.h: finds people, organisations, courses and whatever has a name, by any part of it.
 *
 * Each thing of a kind ("person", "org", "course" …) is found by tokens (calc/text): from each Chinese character on,
 * from each syllable of its pinyin on, by initials. A query is one range of tokens, on both databases the same
 * statement, and finds words of one or two characters as well as long ones. The lowest module: it knows no other.
 *
 * A page filter for a list of alias x with the column id:
 *     {"q", SEARCH_FILTER("org", "o.id"), SHAPE_TEXT, "名称、拼音或首字母", "name, pinyin or initials", text_query}
 */
#ifndef DOMAIN_SEARCH_SEARCH_H
#define DOMAIN_SEARCH_SEARCH_H

#include "calc/text/text.h"
#include "core/list.h"
#include "core/str.h"

struct call;
struct err;
struct module;

/* A text by which something is found. */
struct search_text {
    struct str text;
    const struct text_reading *reading; /* NULL: by its characters only */
};

/* Makes ref_id findable by these texts instead of those of before; n 0 takes it out. */
__attribute__((warn_unused_result)) struct err *search_index(struct call *c, const char *kind, int64_t ref_id,
                                                             const struct search_text *texts, size_t n);
/* The same for something new, which is known to have no tokens yet. */
__attribute__((warn_unused_result)) struct err *search_add(struct call *c, const char *kind, int64_t ref_id,
                                                           const struct search_text *texts, size_t n);
/* Ids found for what somebody typed, at most `most`, in no useful order; nothing for an empty query. */
__attribute__((warn_unused_result)) struct err *search_find(struct call *c, const char *kind, struct str typed,
                                                            int64_t most, struct list *ret_ids);
/* How many tokens a query meets, counted up to `most`. */
__attribute__((warn_unused_result)) struct err *search_count(struct call *c, const char *kind, struct str token,
                                                             int64_t most, int64_t *ret_count);

/* Condition of a page filter whose `clean` is text_query: the column is among what was typed finds. */
#define SEARCH_FILTER(kind_, id_)                                                                                      \
    id_ " IN (SELECT k.ref_id FROM search_key k WHERE k.kind = '" kind_                                                \
        "' AND k.token >= $? AND k.token < $? || '\xf4\x8f\xbf\xbf')"

extern const struct module search_module;

#endif
