/**
 * `JSON.parse`, without a fault of V8: a name that is written with an escape can come out as a name from an earlier text, such
 * as `\` instead of `"` (https://github.com/nodejs/node/issues/63785). So V8 gets no such name to read.
 */

/** Of names that stand for another one while V8 parses. A real name that begins like this is treated in the same way. */
const mark = '~'
const spaces = new Set([' ', '\t', '\n', '\r'])

/** Throws a `SyntaxError` where `JSON.parse` does. */
export function parseJson(text: string): unknown {
  if (!text.includes('\\')) return JSON.parse(text)
  const names: string[] = []
  const pieces: string[] = []
  let copied = 0
  for (const { start, end } of namesIn(text)) {
    const token = text.slice(start, end)
    if (!token.includes('\\') && !token.startsWith(`"${mark}`)) continue
    pieces.push(text.slice(copied, start), `"${mark}${names.length}"`)
    names.push(JSON.parse(token))
    copied = end
  }
  if (names.length === 0) return JSON.parse(text)
  return withNames(JSON.parse(pieces.join('') + text.slice(copied)), names)
}

/** Where the strings are that a colon follows, with their quotation marks. Each character is looked at a few times at most. */
function* namesIn(text: string): Generator<Readonly<{ start: number; end: number }>> {
  for (let start = text.indexOf('"'); start !== -1; ) {
    let end = start + 1
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
    end += 1
    let next = end
    while (spaces.has(text.charAt(next))) next += 1
    if (text[next] === ':') yield { start, end }
    start = text.indexOf('"', next)
  }
}

function withNames(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withNames(item, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [nameOf(name, names), withNames(member, names)]),
  )
}

function nameOf(name: string, names: readonly string[]): string {
  return name.startsWith(mark) ? (names[Number(name.slice(mark.length))] ?? name) : name
}
