/** An acquirer adapter: it translates between the gateway's interface and the acquirer. Money stays in memory. */
import type {
  Acquirer,
  AuthorizeRequest,
  Challenge,
  RefundInquiryAnswer,
  StatementLine,
  StatementRequest,
} from 'flowlix-acquirer-contract'
import { type Charge, Ledger, type Refund } from './ledger.ts'

type Unknown = Readonly<{ kind: 'unknown'; cause: string }>

/** What TEST_ACQUIRER loads. Yours chooses its credentials by the mode. */
export function createAcquirer({ mode }: { mode: 'test' | 'live' }, ledger = new Ledger()): Acquirer {
  if (mode === 'live') throw new Error('the example moves no money, so it is for test payments only')
  return {
    name: 'example',
    capabilities: {
      lookup: 'by_reference',
      attemptReversalIsTombstone: true,
      refundReversalIsTombstone: true,
      refundIsRepeatableForMs: null,
      quietMs: 0,
    },
    authorize: (request, signal) =>
      orUnknown(() => {
        // The card must be read before the first await.
        const { pan } = request.card.reveal()
        if (signal.aborted) return { kind: 'not_sent' }
        return chargeAnswer(request.reference, ledger.charge(request.reference, pan, moneyOf(request)))
      }),
    resume: ({ attempt: { reference }, methodCompletion }) =>
      orUnknown(() => {
        const charge = ledger.resume(reference, methodCompletion === 'Y')
        const answer = charge === undefined ? null : chargeAnswer(reference, charge)
        return answer === null || answer.kind === 'three_ds_method'
          ? { kind: 'unknown', cause: 'there is nothing to continue' }
          : answer
      }),
    inquire: ({ reference }) =>
      orUnknown(() => {
        const charge = ledger.findCharge(reference)
        if (charge === undefined) return { kind: 'not_found' }
        return charge.state === 'reversed' ? { kind: 'reversed' } : chargeAnswer(reference, charge)
      }),
    reverse: ({ reference }) =>
      orUnknown(() => ({ kind: ledger.reverse(reference) ? 'reversed' : 'too_late' })),
    refund: (refund, signal) =>
      orUnknown(() => {
        if (signal.aborted) return { kind: 'not_sent' }
        const { reference, original } = refund
        const answer = refundAnswer(ledger.refund(reference, original.reference, moneyOf(refund)))
        return answer.kind === 'reversed' ? { kind: 'failed', declineCode: 'processing_error' } : answer
      }),
    reverseRefund: ({ reference }) =>
      orUnknown(() => ({ kind: ledger.reverseRefund(reference) ? 'reversed' : 'too_late' })),
    inquireRefund: ({ reference }) =>
      orUnknown(() => {
        const refund = ledger.findRefund(reference)
        return refund === undefined ? { kind: 'not_found' } : refundAnswer(refund)
      }),
    statement: async (request) => statement(ledger, request),
  }
}

/** Nobody knows what the acquirer has done with a request that failed. */
async function orUnknown<Answer>(ask: () => Answer): Promise<Answer | Unknown> {
  try {
    return ask()
  } catch (error) {
    return { kind: 'unknown', cause: error instanceof Error ? error.message : 'the request failed' }
  }
}

/** The one method that rejects: if a page cannot be read, the lines of the others must not count as everything. */
function statement(ledger: Ledger, { fromMs, toMs }: StatementRequest): StatementLine[] {
  const lines: StatementLine[] = []
  let next: number | null = 0
  while (next !== null) {
    const page = ledger.page(fromMs, toMs, next)
    lines.push(...page.bookings.map(([reference, booking]) => lineOf(reference, booking)))
    next = page.next
  }
  return lines
}

function lineOf(reference: string, booking: Charge | Refund): StatementLine {
  const { id, amountMinor, currency, atMs } = booking
  const common = { reference, acquirerTransactionId: id, handle: null, amountMinor, currency, atMs }
  if ('originalReference' in booking) {
    const { originalReference, state } = booking
    return { ...common, kind: 'refund', state, last4: null, originalReference }
  }
  const state = booking.state === 'identifying' ? 'pending' : booking.state
  return { ...common, kind: 'authorization', state, last4: booking.last4, originalReference: null }
}

/** A real `creq` comes from the issuer, by way of the acquirer. The browser posts it to the issuer's page. */
function challengeOf(reference: string): Omit<Challenge, 'country'> {
  const creq = encode({ messageType: 'CReq', challengeWindowSize: '05', acsTransID: reference })
  return { kind: 'challenge', url: 'https://issuer.example.com/challenge', method: 'POST', fields: { creq } }
}

/** The attempt that a challenge is about. */
export function challengedReference({ fields: { creq = '' } }: Challenge): string {
  return JSON.parse(Buffer.from(creq, 'base64url').toString()).acsTransID
}

function encode(message: object): string {
  return Buffer.from(JSON.stringify(message)).toString('base64url')
}

function moneyOf({ amountMinor, currency }: Pick<AuthorizeRequest, 'amountMinor' | 'currency'>) {
  return { amountMinor, currency }
}

/** The amount and the currency are the acquirer's, not the request's: the gateway compares them. */
function chargeAnswer(reference: string, { id, state, amountMinor, currency }: Charge) {
  const country = 'NL'
  switch (state) {
    case 'approved':
      return {
        kind: 'approved',
        acquirerTransactionId: id,
        reference,
        amountMinor,
        currency,
        country,
      } as const
    case 'challenged':
      return { ...challengeOf(reference), country }
    case 'identifying': {
      const data = encode({ threeDSServerTransID: reference })
      return { kind: 'three_ds_method', url: 'https://issuer.example.com/method', data, country } as const
    }
    case 'declined':
      return { kind: 'declined', declineCode: 'do_not_honor', country } as const
    case 'reversed':
      return { kind: 'declined', declineCode: 'processing_error', country } as const
  }
}

function refundAnswer({
  id,
  state,
}: Refund): Exclude<RefundInquiryAnswer, { kind: 'not_found' | 'unknown' }> {
  switch (state) {
    case 'pending':
    case 'succeeded':
      return { kind: state, acquirerRefundId: id }
    case 'failed':
      return { kind: 'failed', declineCode: 'invalid_amount' }
    case 'reversed':
      return { kind: 'reversed' }
  }
}
