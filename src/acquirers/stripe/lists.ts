/** Stripe's lists, page by page to the end. They throw where a page cannot be had, because a part proves nothing. */
import type { Stripe } from 'stripe'
import type { StripeContext } from './context.ts'
import { deadlines } from './context.ts'
import { type Intent, readIntent } from './intent.ts'
import { type ReadRefund, readRefund } from './read-refund.ts'
import type { Result } from './stripe-caller.ts'

type Common = Readonly<{ account: string | null; signal: AbortSignal }>
type Span = Readonly<{ fromMs: number; toMs: number | null }>
type Page<Item> = Readonly<{ data: readonly Item[]; has_more: boolean }>
type GetPage<Item> = (startingAfter: string | undefined) => Promise<Result<Page<Item>>>

/** The most that Stripe gives at once. */
const limit = 100

export async function* eachIntent(context: StripeContext, options: Common & Span): AsyncGenerator<Intent> {
  const created = createdIn(options)
  const pages = pagesOf((after) =>
    context.caller.call(call('list PaymentIntents', options), (stripe, request) =>
      stripe.paymentIntents.list(
        { created, limit, expand: ['data.latest_charge'], ...cursor(after) },
        request,
      ),
    ),
  )
  for await (const value of pages) {
    const intent = readIntent(value, context.livemode)
    if (intent === null) throw new Error('a PaymentIntent that cannot be read')
    yield intent
  }
}

export function refundsOf(
  context: StripeContext,
  paymentIntent: string,
  options: Common,
): AsyncGenerator<ReadRefund> {
  return eachRefund(context, options, { payment_intent: paymentIntent })
}

export function refundsIn(context: StripeContext, options: Common & Span): AsyncGenerator<ReadRefund> {
  return eachRefund(context, options, { created: createdIn(options), expand: ['data.payment_intent'] })
}

async function* eachRefund(
  context: StripeContext,
  options: Common,
  filter: Stripe.RefundListParams,
): AsyncGenerator<ReadRefund> {
  const pages = pagesOf((after) =>
    context.caller.call(call('list refunds', options), (stripe, request) =>
      stripe.refunds.list({ ...filter, limit, ...cursor(after) }, request),
    ),
  )
  for await (const value of pages) {
    const refund = readRefund(value)
    if (refund === null) throw new Error('a refund that cannot be read')
    yield refund
  }
}

async function* pagesOf<Item extends Readonly<{ id: string }>>(getPage: GetPage<Item>): AsyncGenerator<Item> {
  let after: string | undefined
  for (;;) {
    const page = await patiently(() => getPage(after))
    yield* page.data
    after = page.data.at(-1)?.id
    if (!page.has_more) return
    if (after === undefined) throw new Error('an empty page with others after it')
  }
}

/** Lists change nothing, so a page is asked for again. */
const triesMax = 3

async function patiently<Item>(ask: () => Promise<Result<Page<Item>>>): Promise<Page<Item>> {
  for (let tries = 1; ; tries++) {
    const result = await ask()
    if (result.kind === 'answered' && Array.isArray(result.value.data)) return result.value
    if (result.kind === 'answered') throw new Error('a list that cannot be read')
    if (result.kind === 'refused' || tries === triesMax) throw new Error(result.cause)
  }
}

function call(name: string, { account, signal }: Common) {
  return { name, account, signal, deadlineMs: deadlines.ask }
}

function cursor(after: string | undefined) {
  return after === undefined ? {} : { starting_after: after }
}

/** Stripe counts in seconds. */
function createdIn({ fromMs, toMs }: Span): Stripe.RangeQueryParam {
  const gte = Math.floor(fromMs / 1_000)
  return toMs === null ? { gte } : { gte, lt: Math.ceil(toMs / 1_000) }
}
