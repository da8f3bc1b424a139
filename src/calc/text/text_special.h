/* calc/text/text_special.h: readings that a table of single characters gets wrong. Inside calc/text only. */
#ifndef CALC_TEXT_TEXT_SPECIAL_H
#define CALC_TEXT_TEXT_SPECIAL_H

#include <stddef.h>

/* A surname (one or two characters) that reads otherwise than its characters usually do. */
struct text_surname {
    const char *name;
    const char *pinyin; /* syllables with a blank between */
    const char *alike;  /* as many characters that usually read so, to sort by */
};
extern const struct text_surname text_surnames[];
extern const size_t text_surname_count;

/* A word inside of a title or the name of a place. */
struct text_word {
    const char *word;
    const char *pinyin;
};
extern const struct text_word text_words[];
extern const size_t text_word_count;

#endif
