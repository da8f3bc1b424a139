/* api/words.h: the words for the values of enums, in both languages.
 *
 * They are written once, for the pages (web/src/i18n/zh/enums.ts and en), and tools/wordsgen makes this table of them.
 * A group belongs to an enum when it has a word for each of its values; of several the smallest.
 */
#ifndef API_WORDS_H
#define API_WORDS_H

#include "core/str.h"

struct word {
    const char *group, *code, *zh, *en;
};
extern const struct word words[];
extern const size_t word_count;

/* The first row of the group for an enum's names (NULL-terminated, names[0] is ""); NULL when there is none. */
const struct word *words_find(const char *const *names);
/* The first row of a group by its name; NULL when there is none. */
const struct word *words_group(const char *group);
/* The word of a code in that group; the code itself when the group is NULL. */
const char *words_of(const struct word *group, const char *code, bool english);
/* The code that has this word in either language, or is this code; NULL when there is none. */
const char *words_code(const char *const *names, struct str word);

#endif
