/** Every form in which a text that leaked may stand in a file, as bytes to look for. */

export type Needle = Readonly<{ encoding: string; bytes: Buffer }>

/** All forms of a card number: grouped, reversed and cut ones too. */
export function panNeedles(pan: string): readonly Needle[] {
  const reversed = [...pan].reverse().join('')
  return distinct([
    ...textNeedles(pan),
    ...groupings(pan).flatMap((text) => [
      needle('grouped', Buffer.from(text)),
      needle('grouped utf-16le', Buffer.from(text, 'utf16le')),
    ]),
    needle('reversed', Buffer.from(reversed)),
    ...(hasLongRun(pan) ? [] : shortNeedles(pan)),
  ])
}

/** Some test cards are zeros for the most part, and so are binary files. */
function hasLongRun(pan: string): boolean {
  return /(\d)\1{5}/.test(pan)
}

function shortNeedles(pan: string): readonly Needle[] {
  return [
    ...bcd(pan).map((bytes) => needle('bcd', bytes)),
    // More than the first six and the last four digits is a leak as well.
    needle('all but the end', Buffer.from(pan.slice(0, 12))),
    needle('all but the beginning', Buffer.from(pan.slice(-12))),
  ]
}

/** A text's forms whatever it says. Long texts only: short ones stand in binary data by chance. */
export function textNeedles(text: string): readonly Needle[] {
  const ascii = Buffer.from(text)
  const utf16le = Buffer.from(text, 'utf16le')
  return distinct([
    needle('ascii', ascii),
    needle('utf-16le', utf16le),
    needle('utf-16be', Buffer.from(utf16le).swap16()),
    ...[0, 1, 2].flatMap((shift) => [
      needle(`base64, shifted by ${shift}`, base64(ascii, shift)),
      needle(`base64 of utf-16le, shifted by ${shift}`, base64(utf16le, shift)),
    ]),
    needle('hex', Buffer.from(ascii.toString('hex'))),
    needle('hex in upper case', Buffer.from(ascii.toString('hex').toUpperCase())),
    needle('url-encoded', Buffer.from(eachByte(ascii, (hex) => `%${hex.toUpperCase()}`))),
    needle('url-encoded in lower case', Buffer.from(eachByte(ascii, (hex) => `%${hex}`))),
    needle('json escapes', Buffer.from(eachByte(ascii, (hex) => `\\u00${hex}`))),
    needle('html entities', Buffer.from([...ascii].map((byte) => `&#${byte};`).join(''))),
  ])
}

function needle(encoding: string, bytes: Buffer): Needle {
  return { encoding, bytes }
}

function distinct(needles: readonly Needle[]): readonly Needle[] {
  return [...new Map(needles.map((one) => [one.bytes.toString('latin1'), one])).values()]
}

function eachByte(bytes: Buffer, write: (hex: string) => string): string {
  return [...bytes].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('')
}

function groupings(pan: string): readonly string[] {
  const groups = pan.length === 15 ? /^(.{4})(.{6})(.{5})$/.exec(pan)?.slice(1) : pan.match(/.{1,4}/g)
  return [' ', '-', '.', '+', '%20', '%2B', '\u00a0', '&nbsp;'].map((separator) =>
    (groups ?? []).join(separator),
  )
}

/** Two digits a byte; an odd number of them is filled up in front or behind, by 0 or by F. */
function bcd(pan: string): readonly Buffer[] {
  if (pan.length % 2 === 0) return [Buffer.from(pan, 'hex')]
  return [`0${pan}`, `${pan}f`, `${pan}0`].map((digits) => Buffer.from(digits, 'hex'))
}

/** What does not change with the bytes around it, when so many bytes of a group of three come before it. */
function base64(bytes: Buffer, shift: number): Buffer {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '')
  const start = shift === 0 ? 0 : shift + 1
  const bits = (shift + bytes.length) * 8
  return Buffer.from(whole.slice(start, Math.floor(bits / 6)))
}
