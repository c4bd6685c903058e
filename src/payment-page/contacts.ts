/** How customers reach a merchant's support. */
import type { Merchant } from '../core/merchant.ts'
import { webAddress } from './web-address.ts'

export type Contact = Readonly<{
  href: string
  /** As it is shown; null where a word stands for it. */
  text: string | null
}>

/** The one that most customers prefer comes first. */
export function contactsOf({ supportEmail, supportPhone, supportUrl }: Merchant): readonly Contact[] {
  const page = webAddress(supportUrl)
  return [
    ...(supportEmail === null ? [] : [{ href: `mailto:${supportEmail}`, text: supportEmail }]),
    ...(supportPhone === null ? [] : [{ href: `tel:${dialed(supportPhone)}`, text: supportPhone }]),
    ...(page === null ? [] : [{ href: page, text: null }]),
  ]
}

/** Without the signs that only make it easier to read, and without a zero that is dialed only inside the country. */
function dialed(phone: string): string {
  return phone.replace('(0)', '').replaceAll(/[^0-9+]/g, '')
}
