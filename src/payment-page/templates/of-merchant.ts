/** Parts of pages that all customers of a merchant get alike: rendered once for each merchant that storage remembers. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Merchant } from '../../core/merchant.ts'
import type { Messages } from '../messages.ts'
import { type Mark, markOf, withoutMarks } from './marks.ts'
import { SharedPart } from './shared-part.ts'

type Props = Readonly<{ messages: Messages; merchant: Merchant }>
type Component = (props: Props) => JSX.Element | null
type Rendered = Map<Component, Map<Messages, SharedPart>>

/** A merchant never changes, it is replaced. */
const ofMerchants = new WeakMap<Merchant, Rendered>()

/** The component gets only the merchant and the language, so the result kept for them is always right. */
export function ofMerchant(component: Component, { messages, merchant }: Props): Mark {
  const known = ofMerchants.get(merchant)?.get(component)?.get(messages)
  if (known !== undefined) return markOf(known)
  const fresh = new SharedPart(withoutMarks(String(component({ messages, merchant }) ?? '')), 'merchant')
  const rendered: Rendered = ofMerchants.get(merchant) ?? new Map()
  const inLanguages = rendered.get(component) ?? new Map<Messages, SharedPart>()
  ofMerchants.set(merchant, rendered.set(component, inLanguages.set(messages, fresh)))
  return markOf(fresh)
}
