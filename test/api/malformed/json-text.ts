/** Bodies that are not a JSON object, or JSON that different parsers read differently. */
import { invalid, object, type Row, sessionMembers, tooLarge } from './row.ts'

const good = object(sessionMembers)
const bytes = (content: readonly number[]): Uint8Array<ArrayBuffer> => new Uint8Array(content)
const ascii = (content: string): number[] => [...Buffer.from(content, 'latin1')]
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
const numbers = (count: number): string => `[${Array.from({ length: count }, () => '1').join(',')}]`
const withMember = (name: string, raw: string): string => object({ ...sessionMembers, [name]: raw })

const texts: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['white space', ' \n\t'],
  ['null', 'null'],
  ['true', 'true'],
  ['a number', '2500'],
  ['a fraction', '2500.5'],
  ['a text', '"amount"'],
  ['an array', '[]'],
  ['an array around the object', `[${good}]`],
  ['an open object', good.slice(0, -1)],
  ['an open text', '{"amount'],
  ['two objects', `${good}${good}`],
  ['two lines of JSON', `${good}\n${good}`],
  ['text after the object', `${good};`],
  ['a NUL after the object', `${good}\u0000`],
  ['a comma too many', `${good.slice(0, -1)},}`],
  ['a comma too few', good.replace(',', ' ')],
  ['a comma first', `{,${good.slice(1)}`],
  ['no colon', good.replace(':', ' ')],
  ['single quotes', good.replaceAll('"', "'")],
  ['keys without quotes', good.replace('"amount"', 'amount')],
  ['a comment', `/* session */${good}`],
  ['a comment at its end', `${good}// session`],
  ['a byte order mark', `\ufeff${good}`],
  ['a no-break space before it', `\u00a0${good}`],
  ['a form feed in it', good.replace(',', ',\f')],
  ['a raw newline in a text', withMember('description', '"a\nb"')],
  ['a raw tab in a text', withMember('description', '"a\tb"')],
  ['a raw NUL in a text', withMember('description', '"a\u0000b"')],
  ['an escape that JSON has not', withMember('description', '"\\x41"')],
  ['a short escape', withMember('description', '"\\u12"')],
  ['an escape with a wrong digit', withMember('description', '"\\u12g4"')],
  ['an escape at the end', `${good.slice(0, -1)},"description":"\\`],
  ['literals in upper case', withMember('description', 'NULL')],
  ['a literal cut short', withMember('description', 'nul')],
  ['a literal too long', withMember('description', 'nulll')],
  ['form fields', 'amount=2500&currency=eur'],
  ['XML', '<amount>2500</amount>'],
  ['JSONP', `callback(${good})`],
  ['a guard against inclusion', `)]}'\n${good}`],
  ['amount twice', `{"amount":1,${good.slice(1)}`],
  ['amount twice, equal', `{"amount":2500,${good.slice(1)}`],
  ['amount twice, once written with escapes', `{"\\u0061mount":1,${good.slice(1)}`],
  ['an unknown key twice', `{"x":1,"x":2,${good.slice(1)}`],
  ['__proto__ twice', `{"__proto__":1,"__proto__":2,${good.slice(1)}`],
  ['a key twice in metadata', withMember('metadata', '{"a":"1","a":"2"}')],
  ['a key twice in an unknown member', withMember('extra', '{"a":1,"a":1}')],
  ['an array five deep', withMember('extra', nested(4))],
  ['an array a thousand deep', withMember('extra', nested(1_000))],
  ['an array 200 000 deep', withMember('extra', nested(200_000))],
  ['200 000 opening brackets', '['.repeat(200_000)],
  ['objects five deep', withMember('extra', '{"a":{"b":{"c":{}}}}')],
  ['more than 256 values', withMember('extra', numbers(256))],
  ['100 000 values', withMember('extra', numbers(100_000))],
]

const raw: readonly (readonly [string, Uint8Array<ArrayBuffer>])[] = [
  ['a lone continuation byte', bytes([...ascii(`{"x":"`), 0x80, ...ascii(`",${good.slice(1)}`)])],
  ['a byte that UTF-8 never has', bytes([...ascii(`{"x":"`), 0xff, ...ascii(`",${good.slice(1)}`)])],
  ['an overlong slash', bytes([...ascii(`{"x":"`), 0xc0, 0xaf, ...ascii(`",${good.slice(1)}`)])],
  ['an overlong NUL', bytes([...ascii(`{"x":"`), 0xc0, 0x80, ...ascii(`",${good.slice(1)}`)])],
  ['a surrogate in UTF-8', bytes([...ascii(`{"x":"`), 0xed, 0xa0, 0x80, ...ascii(`",${good.slice(1)}`)])],
  ['beyond Unicode', bytes([...ascii(`{"x":"`), 0xf4, 0x90, 0x80, 0x80, ...ascii(`",${good.slice(1)}`)])],
  ['a sequence cut short', bytes([...ascii(good), 0xe2, 0x82])],
  ['Latin-1', bytes([...ascii(`{"description":"M\u00fcnchen",${good.slice(1)}`)])],
  ['UTF-16 with its mark', bytes([0xff, 0xfe, ...Buffer.from(good, 'utf16le')])],
  ['UTF-16 without its mark', bytes([...Buffer.from(good, 'utf16le')])],
  ['UTF-8 with its mark', bytes([0xef, 0xbb, 0xbf, ...ascii(good)])],
  ['gzip', bytes([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0])],
]

const json = { 'content-type': 'application/json' }
const limit = 512 * 1024

export const jsonTexts: readonly Row[] = [
  ...texts.map(([name, body]) => ({
    name: `body: ${name}`,
    path: '/v1/payments/hpp',
    body,
    expected: invalid(null),
  })),
  ...raw.map(([name, body]) => ({
    name: `body: ${name}`,
    path: '/v1/payments/hpp',
    body,
    headers: json,
    expected: invalid(null),
  })),
  {
    name: 'a body one byte over the limit',
    path: '/v1/payments/hpp',
    body: `${good}${' '.repeat(limit + 1 - good.length)}`,
    expected: tooLarge,
  },
  {
    name: 'a body over the limit that is no JSON',
    path: '/v1/payments',
    body: 'x'.repeat(limit + 1),
    expected: tooLarge,
  },
]
