/** What reaches a terminal cannot drive it, whatever a merchant, a customer, or an acquirer has sent. */
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/platform/log.ts'
import { printable } from '../../src/platform/printable.ts'

describe('on a terminal', () => {
  it.each([
    ['the escape of C0', '\u001b[31m', '\\u001b[31m'],
    ['a bell', '\u0007', '\\u0007'],
    ['a backspace', '\b', '\\u0008'],
    ['a carriage return', '\r', '\\u000d'],
    ['a line end', '\n', '\\u000a'],
    ['a tab', '\t', '\\u0009'],
    ['DEL', '\u007f', '\\u007f'],
    ['the escape of C1', '\u009b31m', '\\u009b31m'],
    ['the next line of C1', '\u0085', '\\u0085'],
    ['an override', '\u202e', '\\u202e'],
    ['an isolate', '\u2066', '\\u2066'],
    ['a mark of direction', '\u200f', '\\u200f'],
    ['the Arabic mark of direction', '\u061c', '\\u061c'],
    ['a line separator', '\u2028', '\\u2028'],
    ['a paragraph separator', '\u2029', '\\u2029'],
    ['half a character', '\ud83d', '\\ud83d'],
  ])('%s is escaped', (_, text, shown) => {
    expect(printable(`a${text}z`)).toBe(`a${shown}z`)
  })

  it('text in any script stays as it is', () => {
    const text = 'Ada’s Bücher, 日本語, עברית, العربية, 👩‍👩‍👧, €'
    expect(printable(text)).toBe(text)
  })

  it('a line of JSON still means the same', () => {
    const value = { name: '\u001b\u009b\u202e\u2028\ud83d', other: 'plain' }
    const line = JSON.stringify(value)
    expect(printable(line)).not.toMatch(/[\u009b\u202e\u2028]/)
    expect(JSON.parse(printable(line))).toEqual(value)
  })

  it('a log line is escaped, too', () => {
    const lines: string[] = []
    const log = createLog({ level: 'info', mask: (line) => line, write: (line) => lines.push(line) })
    log.info({ name: '\u009b2J\u202e' }, 'seen')
    expect(lines.join('')).toContain('\\u009b2J\\u202e')
  })
})
