/** The words of each language, read when the first customer needs them. */
import { catalogs, messageKeys } from './catalogs.generated.ts'
import { type Message, parseMessage } from './plurals.ts'
import { pseudoLocale, pseudoText } from './pseudo.ts'

export type MessageKey = (typeof messageKeys)[number]

/** Each message is taken apart once. */
type Catalog = (key: MessageKey) => Message

export function catalogOf(locale: string): Catalog {
  const texts = textsOf(locale)
  const messages = new Map<MessageKey, Message>()
  return (key) => {
    const message = messages.get(key) ?? parseMessage(texts.get(key) ?? '')
    messages.set(key, message)
    return message
  }
}

function textsOf(locale: string): ReadonlyMap<string, string> {
  const texts = locale === pseudoLocale ? read('en').map(pseudoText) : read(locale)
  return new Map(messageKeys.map((key, i) => [key, texts[i] ?? '']))
}

/** The build has made sure that every language has every key. */
function read(locale: string): readonly string[] {
  return JSON.parse(catalogs[locale] ?? '[]') as string[]
}
