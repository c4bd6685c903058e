/**
 * The part of ICU's message format that catalogs use: `{name}`, and `{count, plural, one {...} other {...}}`, which may contain
 * values, too. An exact number is `=0 {...}`. Quotes have no special meaning.
 */

/** A message taken apart: text, and values by name. */
export type Message = readonly Piece[]
type Piece =
  | string
  | Readonly<{ name: string }>
  | Readonly<{ name: string; forms: ReadonlyMap<string, Message> }>

export type Params = Readonly<Record<string, string | number>>
type Reading = { readonly text: string; at: number }

/** Throws where braces do not match, or a plural has no `other`. */
export function parseMessage(text: string): Message {
  const reading: Reading = { text, at: 0 }
  const message = readMessage(reading)
  if (reading.at < text.length) throw new Error(`a brace too many at ${reading.at}: ${text}`)
  return message
}

/** Up to the end, or to a brace that closes what is around it. */
function readMessage(reading: Reading): Message {
  const pieces: Piece[] = []
  while (reading.at < reading.text.length && reading.text[reading.at] !== '}') {
    const next = matched(reading, /[^{}]+/y)
    pieces.push(next ?? readValue(reading))
  }
  return pieces
}

function readValue(reading: Reading): Piece {
  take(reading, /\{\s*/y)
  const name = take(reading, /\w+/y)
  if (matched(reading, /\s*\}/y) !== null) return { name }
  take(reading, /\s*,\s*plural\s*,\s*/y)
  const forms = new Map<string, Message>()
  while (matched(reading, /\}/y) === null) {
    const form = take(reading, /=\d+|zero|one|two|few|many|other/y)
    take(reading, /\s*\{/y)
    forms.set(form, readMessage(reading))
    take(reading, /\}\s*/y)
  }
  if (!forms.has('other')) throw new Error(`a plural without "other": ${reading.text}`)
  return { name, forms }
}

function take(reading: Reading, pattern: RegExp): string {
  const found = matched(reading, pattern)
  if (found === null) throw new Error(`not understood at ${reading.at}: ${reading.text}`)
  return found
}

function matched(reading: Reading, pattern: RegExp): string | null {
  pattern.lastIndex = reading.at
  const found = pattern.exec(reading.text)?.[0] ?? null
  if (found !== null) reading.at += found.length
  return found
}

/** Which values a message takes, and how: by their names, in alphabetical order. */
export function valuesIn(message: Message): readonly string[] {
  const names = message.flatMap((piece) => {
    if (typeof piece === 'string') return []
    if (!('forms' in piece)) return [piece.name]
    return [`${piece.name}, plural`, ...[...piece.forms.values()].flatMap(valuesIn)]
  })
  return [...new Set(names)].sort()
}

export type Grammar = Readonly<{ plural: Intl.PluralRules; number: Intl.NumberFormat }>

/** A value that is not given is a mistake of ours, which a reader of the page can see. */
export function writeMessage(message: Message, params: Params, grammar: Grammar): string {
  return message.map((piece) => writePiece(piece, params, grammar)).join('')
}

function writePiece(piece: Piece, params: Params, grammar: Grammar): string {
  if (typeof piece === 'string') return piece
  const value = params[piece.name]
  if ('forms' in piece) {
    const count = Number(value)
    const { forms } = piece
    const form = forms.get(`=${count}`) ?? forms.get(grammar.plural.select(count)) ?? forms.get('other') ?? []
    return writeMessage(form, params, grammar)
  }
  if (value === undefined) return `{${piece.name}}`
  return typeof value === 'number' ? grammar.number.format(value) : value
}
