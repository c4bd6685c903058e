/**
 * Live payments through an adapter that puts whole requests into everything that it says: reasons, names of errors, and
 * fields that the port does not know. None of it may be kept.
 */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CardDetails } from '../../src/core/card/card.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import { openTestApp } from '../app/test-app.ts'
import type { MarkedCard } from './marks.ts'

const challengeAt = (url: string, fields: object) => ({
  kind: 'challenge',
  url,
  method: 'POST',
  fields,
  country: null,
})
const encoded = (text: string) => Buffer.from(text).toString('base64url')

/** In the order in which its authorizations leak. */
const leaks: readonly ((request: string, card: CardDetails) => unknown)[] = [
  (request) => ({ kind: 'unknown', cause: `gateway timeout, request was ${request}` }),
  (request) => {
    throw Object.assign(new Error(request), { name: `Timeout(${request})` })
  },
  (request, card) => ({ kind: 'declined', declineCode: request, country: card.pan, raw: card }),
  (request, card) => ({ kind: 'approved', acquirerTransactionId: request, raw: card }),
  (_, { pan, cvc }) => ({ kind: 'unknown', cause: cvc, raw: { pan, cvc } }),
  (_, { pan }) => challengeAt(`https://acs.example/${pan}%20${pan}`, { creq: '1' }),
  (_, { pan }) => challengeAt('https://acs.example/', { creq: pan }),
  (_, { pan }) => challengeAt('https://acs.example/', { PaReq: encoded(`<pan>${pan}</pan>`) }),
  (_, { pan }) => ({
    kind: 'three_ds_method',
    url: 'https://acs.example/method',
    data: encoded(JSON.stringify({ pan })),
    country: null,
  }),
]

/** What it was asked for last, as some libraries remember it. */
function leakingAcquirer(): Acquirer {
  let last: CardDetails | null = null
  let count = 0
  const written = () => {
    const { pan = '', cvc = '' } = last ?? {}
    return `{"PAN":"${pan}","CVV":"${cvc}"} ${pan.match(/.{4}/g)?.join(' ')} cvv=${cvc}`
  }
  const unknown = async () => ({ kind: 'unknown', cause: `no answer to ${written()}` }) as const
  return {
    name: 'leaking',
    capabilities: {
      lookup: 'by_reference',
      attemptReversalIsTombstone: true,
      refundReversalIsTombstone: true,
      refundIsRepeatableForMs: null,
      quietMs: 0,
    },
    authorize: async (request) => {
      last = request.card.reveal()
      const leak = leaks[count++ % leaks.length]
      return leak?.(written(), last) as never
    },
    inquire: unknown,
    reverse: unknown,
    refund: unknown,
    inquireRefund: unknown,
    reverseRefund: unknown,
  }
}

/** Leaves the gateway's database and its log in the folder. */
export async function payThroughLeakingAdapter(folder: string, cards: readonly MarkedCard[]): Promise<void> {
  const gateway = await openTestApp({ folder, isSandbox: false, liveAcquirers: [leakingAcquirer()] })
  const authorization = `Bearer ${await gateway.newKey('live')}`
  for (const { pan, cvc } of cards) {
    for (const _ of leaks) {
      const card = { number: pan, exp_month: 12, exp_year: 2040, cvc, holder_name: 'Robin Berg' }
      const body = { amount: 2_500, currency: 'eur', card }
      const created = await gateway.call('POST', '/v1/payments', body, { authorization })
      if (created.status !== 201) throw new Error(`a live payment was refused: ${await created.text()}`)
    }
  }
  for (let i = 0; i < 60; i++) {
    await gateway.clock.advance(1_000)
    await gateway.work()
  }
  appendFileSync(join(folder, 'output.log'), gateway.logLines.join(''))
  await gateway.close()
}
