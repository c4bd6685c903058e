/**
 * Card numbers in fields that are kept and shown: nobody may store them there. They cannot be refused, because an order's
 * number may look the same, so the operator is warned with the name of the field and never with what is in it.
 */
import { holdsCardNumber } from '../core/card/card-numbers.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import type { Call } from './endpoint.ts'

type Texts = Readonly<Record<string, unknown>>

type FreeTexts = Readonly<{
  description?: string | undefined
  metadata?: Texts | undefined
  customer?: Texts | undefined
  reason?: string | undefined
  card?: Readonly<{ holder_name: string }> | undefined
}>

export function warnOfCardNumbers(
  { gateway, context }: Pick<Call, 'gateway' | 'context'>,
  body: FreeTexts,
): void {
  for (const field of fieldsWithCardNumbers(body))
    securityEvent(gateway.log, 'card_number_in_text', { ...requestFields(context), object: field })
}

function fieldsWithCardNumbers(texts: FreeTexts): readonly string[] {
  const found = fieldsOf(texts).filter(([, text]) => typeof text === 'string' && holdsCardNumber(text))
  return [...new Set(found.map(([name]) => name))]
}

function fieldsOf(texts: FreeTexts): readonly (readonly [name: string, text: unknown])[] {
  const { description, metadata = {}, customer = {}, reason, card } = texts
  const { phone: _, ...person } = customer
  return [
    ['description', description],
    // A key is the merchant's own text, too, so it is not told.
    ...Object.entries(metadata).flatMap(([key, text]) => [
      ['metadata', key] as const,
      ['metadata', text] as const,
    ]),
    ...Object.entries(person).map(([key, text]) => [`customer.${key}`, text] as const),
    ['reason', reason],
    ['card.holder_name', card?.holder_name],
  ]
}
