/** Parts of pages that are the same for many customers: rendered once. */
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Messages } from '../messages.ts'
import { type Mark, markOf, withoutMarks } from './marks.ts'
import { SharedPart } from './shared-part.ts'

/** What decides how such a part looks: its language and plain values, never a customer's words. */
type Props = Readonly<{ messages?: Messages } & Record<string, unknown>>
type Plain<P> = { [Name in keyof P]: P[Name] extends string | boolean | Messages ? P[Name] : never }
type Component<P extends Props> = (props: P) => JSX.Element | Mark | null

/** Far above what languages, months and kinds of pages make; a bound on memory. */
const constantsMax = 5_000
const ofComponents = new Map<Component<never>, Map<string, SharedPart>>()
let count = 0

/** The component gets only `props`, so the result kept for equal props is always right. */
export function constant<P extends Props>(component: Component<P>, props: P & Plain<P>): Mark {
  return keep(component, props, 'constant')
}

/** For a large part at the beginning of a page, which is unlike the rest. */
export function opening<P extends Props>(component: Component<P>, props: P & Plain<P>): Mark {
  return keep(component, props, 'own block')
}

function keep<P extends Props>(component: Component<P>, props: P, kind: 'constant' | 'own block'): Mark {
  const key = JSON.stringify({ ...props, messages: props.messages?.locale })
  const known = ofComponents.get(component)?.get(key)
  if (known !== undefined) return markOf(known)
  if (++count > constantsMax) {
    ofComponents.clear()
    count = 1
  }
  const fresh = new SharedPart(withoutMarks(String(component(props) ?? '')), kind)
  const ofComponent = ofComponents.get(component) ?? new Map<string, SharedPart>()
  ofComponents.set(component, ofComponent.set(key, fresh))
  return markOf(fresh)
}
