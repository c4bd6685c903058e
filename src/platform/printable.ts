/**
 * Text for a terminal. What could move its cursor, set its title, forge a line, or turn the direction of reading is
 * shown as \u.... and not done. In JSON these escapes mean the same characters, so it stays the same JSON.
 */

/** Controls of C0 and C1 with DEL, lone surrogates, bidirectional controls, line separators. */
const unsafe = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** One line: line ends in it are shown, too. */
export function printable(line: string): string {
  return line.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
