/**
 * Tells the form's script which networks a card can be charged through. It gets the first eight digits and never a whole
 * number, and nothing of them is kept or logged.
 */
import { networkName } from '../card-brands/networks.ts'
import { networkDigits } from '../core/card/network-digits.ts'
import { formTerms } from './form-terms.ts'
import { loadPayment } from './load-payment.ts'
import { choiceFor } from './network-choice.ts'
import type { PageContext } from './page-context.ts'
import { readPost } from './read-post.ts'
import { isOwnRequest } from './same-origin.ts'
import { isWaiting, type Visit } from './wait.ts'

type Answer = Readonly<{ status: 200 | 400 | 403 | 404 | 429; networks: readonly NamedNetwork[] }>
type NamedNetwork = Readonly<{ id: string; name: string }>

const refused = (status: Answer['status']): Answer => ({ status, networks: [] })

export async function postNetworks(
  page: PageContext,
  visit: Visit & Readonly<{ id: string }>,
): Promise<Answer> {
  const { request, context, id } = visit
  if (!isOwnRequest(request, page.payUrl)) return refused(403)
  const read = await readPost(request)
  if (read.kind === 'problem') return refused(400)
  const digits = read.fields.get('digits') ?? ''
  read.fields.clear()
  const loaded = await loadPayment(page, id, context)
  if (loaded === null) return refused(isWaiting(page, visit) ? 429 : 404)
  if (digits.length !== networkDigits || /\D/.test(digits)) return refused(400)
  const { payment, merchant } = loaded
  const { clock } = page.gateway
  if (page.throttles.status(`${payment.id}/networks`, clock.monotonicMs()) > 0) return refused(429)
  const choice = choiceFor(digits, formTerms(payment, merchant), (one) =>
    page.coBadged[payment.mode].networkOf(one),
  )
  const networks = choice?.offered.map((network) => ({ id: network, name: networkName(network) })) ?? []
  return { status: 200, networks }
}
