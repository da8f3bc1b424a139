/* calc/text/readings.h: the table that make_readings prints. Inside calc/text only. */
#ifndef CALC_TEXT_READINGS_H
#define CALC_TEXT_READINGS_H

#include <stdint.h>

enum { READING_FIRST = 0x3400, READING_LAST = 0x9fff };
/* The usual reading of a character, an index into text_syllables; 0: none. */
extern const uint16_t text_readings[READING_LAST - READING_FIRST + 1];
extern const char *const text_syllables[];

#endif
