/* person/paste.ts: lines of a pasted list: from a message, a sheet, a numbered list. */

/* "1. 张伟" and "（1）张伟" are numbered by their writer, not by us. */
const NUMBER = /^\s*(?:[（(]?\d{1,4}[）)]|\d{1,4}\s*[.、．,，\t])\s*/

export function linesOf(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(NUMBER, '').trim())
    .filter((line) => line !== '')
}
