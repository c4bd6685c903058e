/**
 * A JSON parser for a payment API: no duplicate keys, bounded depth and size, and numbers only if they are written as
 * integers. `JSON.parse` silently accepts all of these.
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
/** Has no prototype, so that `__proto__` is a key like any other. */
export type JsonObject = { [key: string]: JsonValue }

const depthMax = 4
/** Above the largest valid request: 50 metadata entries, 8 customer members, 8 fields. */
const nodesMax = 256

const numberToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
const exactInteger = /^(?:0|-?[1-9][0-9]{0,14})$/
const literals: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]

/** Throws {@link JsonRefused} with a sentence that says what is wrong, without quoting the body. */
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
    const first = this.#text.charCodeAt(this.#at)
    if (first === quote) return this.#string()
    if (first === openBrace) return this.#object(depth + 1)
    if (first === openBracket) return this.#array(depth + 1)
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
    if (this.#take(closeBrace)) return object
    do {
      this.#skip()
      const key = this.#string()
      if (key in object) throw new JsonRefused('The JSON body repeats a key within one object.')
      if (!this.#take(colon)) this.#refuse()
      object[key] = this.value(depth)
    } while (this.#take(comma))
    if (!this.#take(closeBrace)) this.#refuse()
    return object
  }

  #array(depth: number): JsonValue[] {
    this.#enter(depth)
    const items: JsonValue[] = []
    if (this.#take(closeBracket)) return items
    do items.push(this.value(depth))
    while (this.#take(comma))
    if (!this.#take(closeBracket)) this.#refuse()
    return items
  }

  #enter(depth: number): void {
    if (depth > depthMax) throw new JsonRefused(`The JSON body is nested more than ${depthMax} levels deep.`)
    this.#at++
  }

  #string(): string {
    const start = this.#at
    if (this.#text.charCodeAt(start) !== quote) this.#refuse()
    let hasEscapes = false
    let at = start + 1
    for (; ; at++) {
      const code = this.#text.charCodeAt(at)
      if (code === quote) break
      // Not a number at the text's end.
      if (!(code >= 0x20)) this.#refuse()
      if (code === backslash) {
        hasEscapes = true
        at++
      }
    }
    this.#at = at + 1
    return hasEscapes ? this.#unescape(this.#text.slice(start, at + 1)) : this.#text.slice(start + 1, at)
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

  #take(mark: number): boolean {
    this.#skip()
    if (this.#text.charCodeAt(this.#at) !== mark) return false
    this.#at++
    return true
  }

  #skip(): void {
    while (isWhitespace(this.#text.charCodeAt(this.#at))) this.#at++
  }

  #refuse(): never {
    throw new JsonRefused('The body is not valid JSON.')
  }
}

function isWhitespace(code: number): boolean {
  return code === space || code === lineFeed || code === carriageReturn || code === tab
}
