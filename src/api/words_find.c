/* api/words_find.c: from values to their words and back. */
#include "api/words.h"

#include <string.h>

static size_t group_size(size_t first)
{
    size_t n = 1;
    while (first + n < word_count && strcmp(words[first + n].group, words[first].group) == 0) n++;
    return n;
}

static const struct word *in_group(size_t first, size_t n, const char *code)
{
    for (size_t i = first; i < first + n; i++)
        if (strcmp(words[i].code, code) == 0) return &words[i];
    return NULL;
}

static bool has_all(size_t first, size_t n, const char *const *names)
{
    for (size_t i = 1; names[i]; i++)
        if (!in_group(first, n, names[i])) return false;
    return true;
}

const struct word *words_find(const char *const *names)
{
    const struct word *best = NULL;
    size_t best_n = 0;
    for (size_t first = 0, n; first < word_count; first += n) {
        n = group_size(first);
        if ((best && n >= best_n) || !has_all(first, n, names)) continue;
        best = &words[first];
        best_n = n;
    }
    return best;
}

const struct word *words_group(const char *group)
{
    for (size_t i = 0; i < word_count; i++)
        if (strcmp(words[i].group, group) == 0) return &words[i];
    return NULL;
}

const char *words_of(const struct word *group, const char *code, bool english)
{
    if (!group) return code;
    size_t first = (size_t)(group - words);
    const struct word *word = in_group(first, group_size(first), code);
    return !word ? code : english ? word->en : word->zh;
}

const char *words_code(const char *const *names, struct str word)
{
    const struct word *group = words_find(names);
    for (size_t i = 1; names[i]; i++)
        if (str_is(word, names[i]) || str_is(word, words_of(group, names[i], false)) ||
            str_is(word, words_of(group, names[i], true)))
            return names[i];
    return NULL;
}
