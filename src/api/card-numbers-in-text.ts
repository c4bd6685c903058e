/**
 * Card numbers must not be stored in fields such as `description`. They cannot be refused, because an order number may look
 * the same, so a security event names the field, but not its content.
 */
import { holdsCardNumber } from '../core/card/card-numbers.ts'
import { requestFields, securityEvent } from '../security-event.ts'
import type { Call } from './endpoint.ts'

type Texts = Readonly<Record<string, unknown>>

type FreeTexts = Readonly<{
  description?: string | undefined
  redirect_url?: string | undefined
  return_url?: string | undefined
  callback_url?: string | undefined
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

/** Field names are built only for matches, which are rare. */
function fieldsWithCardNumbers({
  description,
  metadata = {},
  customer = {},
  reason,
  card,
  redirect_url,
  return_url,
  callback_url,
}: FreeTexts): readonly string[] {
  const found = new Set<string>()
  const urls = { redirect_url, return_url, callback_url }
  if (holds(description)) found.add('description')
  for (const [name, url] of Object.entries(urls)) if (holds(url)) found.add(name)
  // Keys are chosen by the merchant too, so the event does not name them.
  for (const key of Object.keys(metadata)) if (holds(key) || holds(metadata[key])) found.add('metadata')
  for (const key of Object.keys(customer))
    if (key !== 'phone' && holds(customer[key])) found.add(`customer.${key}`)
  if (holds(reason)) found.add('reason')
  if (holds(card?.holder_name)) found.add('card.holder_name')
  return [...found]
}

function holds(text: unknown): boolean {
  return typeof text === 'string' && holdsCardNumber(text)
}
