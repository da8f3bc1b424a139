/* Runs when the program is built: prints the table of single characters' readings, taken from ICU's Han-Latin rules. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { FIRST = 0x3400, LAST = 0x9fff, SYLLABLES_MAX = 1000, SYLLABLE_BYTES = 8 };

static char syllables[SYLLABLES_MAX][SYLLABLE_BYTES];
static int syllable_count = 1; /* the first is the empty one: no reading */

static void stop(const char *what)
{
    fprintf(stderr, "make_readings: %s\n", what);
    exit(1);
}

static UTransliterator *open_rules(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[128];
    u_unescape("Han-Latin; NFD; [\\u0300\\u0301\\u0304\\u030c] Remove; NFC; Lower", id, 128);
    UTransliterator *rules = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status)) stop(u_errorName(status));
    return rules;
}

/* The reading in plain letters, or "" when ICU has none. */
static void read_one(const UTransliterator *rules, UChar32 point, char *ret_syllable)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[64] = {(UChar)point};
    int32_t n = 1, limit = 1, bytes = 0;
    utrans_transUChars(rules, text, &n, 64, 0, &limit, &status);
    for (int32_t i = 0; i < n; i++)
        if (text[i] == 0xfc) text[i] = 'v'; /* ü, as it is typed */
    u_strToUTF8(ret_syllable, SYLLABLE_BYTES, &bytes, text, n, &status);
    bool plain = U_SUCCESS(status) && bytes > 0 && bytes < SYLLABLE_BYTES;
    for (int32_t i = 0; i < bytes && plain; i++) plain = ret_syllable[i] >= 'a' && ret_syllable[i] <= 'z';
    if (!plain) ret_syllable[0] = 0;
}

static int number_of(const char *syllable)
{
    if (!*syllable) return 0;
    for (int i = 1; i < syllable_count; i++)
        if (strcmp(syllables[i], syllable) == 0) return i;
    if (syllable_count == SYLLABLES_MAX) stop("more syllables than expected");
    strcpy(syllables[syllable_count], syllable);
    return syllable_count++;
}

int main(void)
{
    UTransliterator *rules = open_rules();
    printf("/* Printed by make_readings from ICU %s. */\n#include \"calc/text/readings.h\"\n\n", U_ICU_VERSION);
    printf("const uint16_t text_readings[READING_LAST - READING_FIRST + 1] = {");
    for (UChar32 point = FIRST; point <= LAST; point++) {
        char syllable[SYLLABLE_BYTES];
        read_one(rules, point, syllable);
        printf("%s%d,", (point - FIRST) % 24 ? "" : "\n", number_of(syllable));
    }
    printf("\n};\n\nconst char *const text_syllables[] = {");
    for (int i = 0; i < syllable_count; i++) printf("%s\"%s\",", i % 12 ? " " : "\n    ", syllables[i]);
    printf("\n};\n");
    utrans_close(rules);
    return 0;
}
