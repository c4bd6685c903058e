/**
 * Parts of pages that are the same for many customers: rendered and compressed once. In a rendered page, a mark represents
 * each of them, and nothing outside this process can produce that mark.
 */
import { randomBytes } from 'node:crypto'
import { constants, deflateRawSync } from 'node:zlib'
import { raw } from 'hono/html'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Messages } from './messages.ts'

export type Constant = Readonly<{
  html: string
  bytes: Buffer
  /** DEFLATE blocks that refer to nothing before them, up to the length of an empty stored block. */
  blocks: Buffer
}>

/** What decides how such a part looks: its language and plain values, never a customer's words. */
type Props = Readonly<{ messages: Messages } & Record<string, unknown>>
type Plain<P> = { [Name in keyof P]: P[Name] extends string | boolean | Messages ? P[Name] : never }
type Component<P extends Props> = (props: P) => JSX.Element | null
type Known = Readonly<{ mark: ReturnType<typeof raw>; constant: Constant }>

/** Far above what languages, months and kinds of pages make; a bound on memory. */
const constantsMax = 2_000
const separator = `\u0000${randomBytes(8).toString('hex')}\u0000`
const ofComponents = new Map<Component<never>, Map<string, Known>>()
const byNumber = new Map<string, Constant>()
let lastNumber = 0

/** The component gets only `props`, so the result kept for equal props is always right. */
export function constant<P extends Props>(component: Component<P>, props: P & Plain<P>): Known['mark'] {
  const key = JSON.stringify({ ...props, messages: props.messages.locale })
  const known = ofComponents.get(component)?.get(key)
  if (known !== undefined) return known.mark
  const html = partsOf(String(component(props)))
    .map((part) => (typeof part === 'string' ? part : part.html))
    .join('')
  const number = String(++lastNumber)
  const fresh = { mark: raw(separator + number + separator), constant: constantOf(html) }
  byNumber.set(number, fresh.constant)
  const ofComponent = ofComponents.get(component) ?? new Map<string, Known>()
  ofComponents.set(component, ofComponent.set(key, fresh))
  return fresh.mark
}

/** Takes rendered text apart at its marks. To be called in the same turn in which it was rendered. */
export function partsOf(text: string): readonly (string | Constant)[] {
  const pieces = text.split(separator)
  const parts = pieces.map((piece, i) => (i % 2 === 0 ? piece : known(piece)))
  if (byNumber.size > constantsMax) {
    byNumber.clear()
    ofComponents.clear()
  }
  return parts.filter((part) => part !== '')
}

function known(number: string): Constant {
  const found = byNumber.get(number)
  if (found === undefined) throw new Error('a page was taken apart too late')
  return found
}

/** What a flush ends with: the length of a stored block, none, and its complement. */
export const noLength = Buffer.from([0x00, 0x00, 0xff, 0xff])

function constantOf(html: string): Constant {
  const bytes = Buffer.from(html)
  const flushed = deflateRawSync(bytes, { level: 9, memLevel: 9, finishFlush: constants.Z_FULL_FLUSH })
  return { html, bytes, blocks: openBlocks(flushed) }
}

/** Blocks that were flushed, without that length: what follows may use the block for its own bytes. */
export function openBlocks(flushed: Buffer): Buffer {
  if (!flushed.subarray(-noLength.length).equals(noLength)) throw new Error('zlib did not flush')
  return flushed.subarray(0, -noLength.length)
}
