/**
 * JSON as a payment API should read it: no duplicate keys, bounded depth and size, and numbers only where they are
 * written as integers. `JSON.parse` forgives all of these silently.
 */

export class JsonRefused extends Error {
  override name = 'JsonRefused'
}

/**
 * The symbols stand for numbers that are not written as an integer, `2500.0` or `25e2`, and for those that are too large
 * to be exact; what was written is the symbol's description. A symbol, so that no schema takes it for a number, nor for
 * an object.
 */
export type JsonValue = string | number | boolean | null | symbol | JsonValue[] | JsonObject
/** Has no prototype, so that a key like `__proto__` is only a key. */
export type JsonObject = { [key: string]: JsonValue }

const depthMax = 4
/** Above the largest valid request: 50 metadata entries, 8 customer members, 8 fields. */
const nodesMax = 256

const whitespace = /[ \t\n\r]*/y
const numberToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const backslash = 0x5c
const exactInteger = /^(?:0|-?[1-9][0-9]{0,14})$/
const literals: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]

/** Throws {@link JsonRefused} with a sentence that says what is wrong, without quoting the text. */
export function parseStrictJson(text: string): JsonValue {
  const reader = new Reader(text)
  const value = reader.value(0)
  reader.end()
  return value
}

class Reader {
  readonly #text: string
  #at = 0
  #nodes = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): JsonValue {
    if (++this.#nodes > nodesMax) throw new JsonRefused(`The JSON body has more than ${nodesMax} values.`)
    this.#skip()
    const first = this.#text[this.#at]
    if (first === '{') return this.#object(depth + 1)
    if (first === '[') return this.#array(depth + 1)
    if (first === '"') return this.#string()
    for (const [word, value] of literals) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    }
    return this.#number()
  }

  end(): void {
    this.#skip()
    if (this.#at !== this.#text.length) this.#refuse()
  }

  #object(depth: number): JsonObject {
    this.#enter(depth)
    const object: JsonObject = Object.create(null)
    if (this.#take('}')) return object
    do {
      this.#skip()
      const key = this.#string()
      if (key in object) throw new JsonRefused('The JSON body repeats a key within one object.')
      if (!this.#take(':')) this.#refuse()
      object[key] = this.value(depth)
    } while (this.#take(','))
    if (!this.#take('}')) this.#refuse()
    return object
  }

  #array(depth: number): JsonValue[] {
    this.#enter(depth)
    const items: JsonValue[] = []
    if (this.#take(']')) return items
    do items.push(this.value(depth))
    while (this.#take(','))
    if (!this.#take(']')) this.#refuse()
    return items
  }

  #enter(depth: number): void {
    if (depth > depthMax) throw new JsonRefused(`The JSON body is nested more than ${depthMax} levels deep.`)
    this.#at++
  }

  #string(): string {
    const start = this.#at
    if (this.#text[start] !== '"') this.#refuse()
    let hasEscapes = false
    for (this.#at++; this.#text[this.#at] !== '"'; this.#at++) {
      const code = this.#text.charCodeAt(this.#at)
      // Not a number at the text's end.
      if (!(code >= 0x20)) this.#refuse()
      if (code === backslash) {
        hasEscapes = true
        this.#at++
      }
    }
    const token = this.#text.slice(start, ++this.#at)
    return hasEscapes ? this.#unescape(token) : token.slice(1, -1)
  }

  #unescape(token: string): string {
    try {
      return JSON.parse(token) as string
    } catch {
      return this.#refuse()
    }
  }

  #number(): number | symbol {
    const token = this.#match(numberToken)
    return exactInteger.test(token) ? Number(token) : Symbol(token)
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const token = pattern.exec(this.#text)?.[0]
    if (token === undefined) return this.#refuse()
    this.#at += token.length
    return token
  }

  #take(mark: string): boolean {
    this.#skip()
    if (this.#text[this.#at] !== mark) return false
    this.#at++
    return true
  }

  #skip(): void {
    whitespace.lastIndex = this.#at
    whitespace.exec(this.#text)
    this.#at = whitespace.lastIndex
  }

  #refuse(): never {
    throw new JsonRefused('The body is not valid JSON.')
  }
}
