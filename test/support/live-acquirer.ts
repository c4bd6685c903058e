/** A live acquirer for tests of the command line: it approves everything and keeps its book in memory. */
import type { AuthorizeAnswer, InquiryAnswer } from '../../src/core/attempt/answers.ts'
import type { Acquirer, AuthorizeRequest } from '../../src/ports/acquirer.ts'

export function createAcquirer(): Acquirer {
  const book = new Map<string, AuthorizeRequest>()
  const reversed = new Set<string>()
  const refunds = new Set<string>()
  const approved = (reference: string, request: AuthorizeRequest): AuthorizeAnswer & InquiryAnswer => ({
    kind: 'approved',
    acquirerTransactionId: `acq_${reference}`,
    reference,
    amountMinor: request.amountMinor,
    currency: request.currency,
    country: 'NL',
  })
  return {
    name: 'in memory',
    capabilities: {
      lookup: 'by_reference',
      attemptReversalIsTombstone: true,
      refundReversalIsTombstone: true,
      refundIsRepeatableForMs: null,
      quietMs: 0,
    },
    authorize: async (request) => {
      book.set(request.reference, request)
      return approved(request.reference, request)
    },
    inquire: async ({ reference }) => {
      const request = book.get(reference)
      if (reversed.has(reference)) return { kind: 'reversed' }
      return request === undefined ? { kind: 'not_found' } : approved(reference, request)
    },
    reverse: async ({ reference }) => {
      reversed.add(reference)
      return { kind: 'reversed' }
    },
    refund: async ({ reference }) => {
      refunds.add(reference)
      return { kind: 'succeeded', acquirerRefundId: `ref_${reference}` }
    },
    inquireRefund: async ({ reference }) =>
      refunds.has(reference)
        ? { kind: 'succeeded', acquirerRefundId: `ref_${reference}` }
        : { kind: 'not_found' },
  }
}
