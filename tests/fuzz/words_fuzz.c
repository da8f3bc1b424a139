/* Names, titles and what is typed into a search: whatever the bytes are, tokens are whole characters and bounded, sort
 * keys are short, and a text is found by what its own beginning makes of itself. The first byte chooses the kind. */
#include "calc/text/text.h"
#include "core/arena.h"
#include "fuzz/fuzz.h"

static bool begins_one(const struct list *tokens, struct str query)
{
    for (LIST_EACH(*tokens, struct str, token))
        if (str_starts(*token, query)) return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 20000) return 0;
    struct arena *a = arena_open(64 << 20);
    struct str text = {(const char *)data + 1, size - 1};
    struct text_reading reading;
    struct list tokens = {0};
    text_read(a, text, data[0] & 1 ? TEXT_PERSON : TEXT_WORDS, &reading);
    text_tokens(a, text, &reading, &tokens);
    FUZZ_CHECK(tokens.n <= TEXT_TOKENS_MAX);
    FUZZ_CHECK(reading.pinyin_sort.n <= TEXT_SORT_CHARS && reading.stroke_sort.n <= TEXT_SORT_CHARS);
    for (LIST_EACH(tokens, struct str, token)) {
        int64_t chars = str_chars(*token);
        FUZZ_CHECK(chars > 0 && chars <= TEXT_TOKEN_CHARS * 4);
    }
    struct str query = text_query(a, text), end = text_end(a, query);
    FUZZ_CHECK(str_chars(query) >= 0 && str_compare(query, end) < 0);
    if (query.n) FUZZ_CHECK(begins_one(&tokens, query));
    arena_close(a);
    return 0;
}
