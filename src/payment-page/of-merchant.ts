/** Parts of pages that all customers of a merchant get alike: rendered once for each merchant that storage remembers. */
import { raw } from 'hono/html'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Merchant } from '../core/merchant.ts'
import type { Messages } from './messages.ts'

type Props = Readonly<{ messages: Messages; merchant: Merchant }>
type Component = (props: Props) => JSX.Element | null
type Rendered = Map<Component, Map<Messages, ReturnType<typeof raw>>>

/** A merchant never changes, it is replaced. */
const ofMerchants = new WeakMap<Merchant, Rendered>()

/** The component gets only the merchant and the language, so the result kept for them is always right. */
export function ofMerchant(component: Component, { messages, merchant }: Props): ReturnType<typeof raw> {
  const known = ofMerchants.get(merchant)?.get(component)?.get(messages)
  if (known !== undefined) return known
  const html = raw(String(component({ messages, merchant }) ?? ''))
  const rendered: Rendered = ofMerchants.get(merchant) ?? new Map()
  const inLanguages = rendered.get(component) ?? new Map()
  ofMerchants.set(merchant, rendered.set(component, inLanguages.set(messages, html)))
  return html
}
