/* calc/text/text.h: Chinese text as people look for it: readings, sort keys, search tokens.
 *
 * Pure, any thread, no state but tables that are loaded once. Readings (pinyin without tones) come from a table that is
 * made of ICU's Han-Latin rules when the program is built, since asking ICU for each name would be a thousand times
 * slower; surnames and words that read otherwise are in text_special.c. Sort keys are ICU's: by pinyin, where a surname
 * with a reading of its own stands among its homophones, and by number of strokes.
 */
#ifndef CALC_TEXT_TEXT_H
#define CALC_TEXT_TEXT_H

#include "core/list.h"
#include "core/str.h"

struct arena;

enum text_kind {
    TEXT_WORDS,  /* a title, the name of an organisation */
    TEXT_PERSON, /* surname first, which may have a reading of its own: 单 is shan, 尉迟 is yuchi */
};

struct text_reading {
    struct list
        syllables; /* struct str: one for each character, "zhang", "wei"; Latin words and numbers whole, lower-case */
    struct str pinyin;      /* "zhang wei" */
    struct str initials;    /* "zw" */
    struct str pinyin_sort; /* bytes order by pinyin: hexadecimal digits, at most TEXT_SORT_CHARS */
    struct str stroke_sort; /* bytes order by strokes, the same form */
};

enum {
    TEXT_SORT_CHARS = 96,   /* about sixteen characters; longer names with one beginning are told apart by their id */
    TEXT_TOKEN_CHARS = 12,  /* longer queries are cut to this as well */
    TEXT_TOKENS_MAX = 4000, /* of one thing: a description of some pages */
};

void text_read(struct arena *a, struct str text, enum text_kind kind, struct text_reading *ret_reading);

/* The tokens under which a text is found, added to `tokens` (struct str; one may come twice): each run from a Chinese
 * character or the start of a word on; with a reading also each run of syllables, each run of initials, and the first
 * syllable with the initials of the rest. Lower-case, full-width forms made narrow, blanks and punctuation left out. */
void text_tokens(struct arena *a, struct str text, const struct text_reading *reading, struct list *tokens);
/* What somebody typed, in the form of a token; empty when nothing is left to look for. */
struct str text_query(struct arena *a, struct str typed);
/* The text after all tokens that begin with `token`, in byte order: token >= t AND token < end. */
struct str text_end(struct arena *a, struct str token);

#endif
