/**
 * A language that nobody speaks, made from English: longer, with an accent on every letter, in brackets. What is cut off, not
 * translated, or put together from pieces is visible in it. Only the sandbox offers it.
 */
import { type Message, parseMessage } from './plurals.ts'

export const pseudoLocale = 'en-XA'

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const accented = [...'àƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ']
/** Translations of short English texts grow the most. */
const growth = 0.4

export function pseudoText(english: string): string {
  return `[${write(parseMessage(english))}${'~'.repeat(Math.ceil(english.length * growth))}]`
}

function write(message: Message): string {
  return message
    .map((piece) => {
      if (typeof piece === 'string')
        return piece.replace(/[a-z]/gi, (letter) => accented[plain.indexOf(letter)] ?? letter)
      if (!('forms' in piece)) return `{${piece.name}}`
      const forms = [...piece.forms].map(([name, form]) => `${name} {${write(form)}}`)
      return `{${piece.name}, plural, ${forms.join(' ')}}`
    })
    .join('')
}
