/** The suite says what an adapter gets wrong, also what only the gateway's own checks find. */
import { describe, expect, it } from 'vitest'
import type {
  AuthorizeRequest,
  StatementRequest,
  Subject,
} from '../../acquirer-contract/src/acquirer-contract.ts'
import { answering, brokenBy, capable, failuresOf, stating, when } from './broken-example.ts'

describe('the message of the contract', () => {
  it.each<readonly [string, Subject, string]>([
    [
      'a decline code that does not exist',
      answering(when('declined', { declineCode: 'card_declined_by_bank' })),
      'authorize() returned an answer that the gateway does not accept: declineCode "card_declined_by_bank" must be one of the decline codes',
    ],
    [
      'a challenge without TLS',
      answering(when('challenge', { url: 'http://issuer.example.com/challenge' })),
      'url "http://issuer.example.com/challenge" must be an https:// URL',
    ],
    [
      'a challenge that has fields and follows a link',
      answering(when('challenge', { method: 'GET' })),
      'method "GET" must be "GET" with fields that are {}',
    ],
    [
      'a transaction ID that ends with a space',
      answering(({ acquirerTransactionId: id }) => (id ? { acquirerTransactionId: `${id} ` } : {})),
      'acquirerTransactionId "ch_1 " must have 1 to 255 printable ASCII characters',
    ],
    [
      'a transaction ID that looks like a card number',
      answering(({ acquirerTransactionId: id }) => (id ? { acquirerTransactionId: '4111111111111111' } : {})),
      'that the gateway can use only in part: acquirerTransactionId "4111111111111111" must have',
    ],
    [
      'a country that does not exist',
      answering(({ country }) => (country ? { country: 'ZZZ' } : {})),
      'that the gateway can use only in part: country "ZZZ" must be an ISO 3166-1 alpha-2 code',
    ],
    [
      'advice that does not exist',
      answering(when('declined', { retry: 'tomorrow' })),
      'that the gateway can use only in part: retry "tomorrow" must be',
    ],
    [
      'several fields at once',
      answering(when('approved', { amountMinor: 25.5, currency: 'EUR' })),
      'amountMinor 25.5 must be a whole number of minor units, at least 1. currency "EUR" must be eur, usd, or gbp.',
    ],
    [
      'a kind of another method',
      answering(when('not_found', { kind: 'not_sent' })),
      'inquire() returned an answer that the gateway does not accept: kind "not_sent" must be one of approved, declined,',
    ],
    [
      'no answer',
      brokenBy(() => ({ reverse: async () => undefined })),
      'reverse() returned an answer that the gateway does not accept: kind undefined must be one of reversed, too_late, unknown.',
    ],
    [
      'an error',
      brokenBy(() => ({
        refund: async () => {
          throw new TypeError('no network')
        },
      })),
      'refund() must answer "unknown" instead of throwing: TypeError: no network',
    ],
    [
      'a reserved name',
      brokenBy(() => ({ name: 'sandbox' })),
      'The acquirer must not have the name sandbox, which is reserved.',
    ],
    [
      'no way to find a payment',
      capable({ lookup: 'none' }),
      'The acquirer must have by_reference or by_handle as capabilities.lookup',
    ],
    [
      'a missing capability',
      capable({ quietMs: undefined }),
      'The acquirer must have a whole number of milliseconds as capabilities.quietMs.',
    ],
    [
      'credentials that are refused',
      brokenBy(() => ({ check: async () => ({ kind: 'refused', reason: 'the key has expired' }) })),
      'check() must answer accepted, not {"kind":"refused","reason":"the key has expired"}',
    ],
    [
      'a statement that is something else',
      stating(() => 'a file'),
      'statement() returned something that the gateway does not accept: it is not a list',
    ],
    [
      'a line without its currency',
      stating((lines) => lines.map(({ currency: _, ...line }) => line)),
      'statement() returned something that the gateway does not accept: line 1 has no valid currency',
    ],
    [
      'a statement without refunds',
      stating((lines) => lines.filter(({ kind }) => kind !== 'refund')),
      'a transaction must be listed once, and is listed 0 times',
    ],
    [
      'a statement that has every line twice',
      stating((lines) => [...lines, ...lines]),
      'a transaction must be listed once, and is listed 2 times',
    ],
    [
      'a statement of one page',
      stating((lines) => lines.slice(0, 20)),
      'a transaction must be listed once, and is listed 0 times',
    ],
    [
      'seconds instead of milliseconds',
      stating((lines) => lines.map((line) => ({ ...line, atMs: Math.round(line.atMs / 1_000) }))),
      'atMs must be the time in milliseconds since 1970',
    ],
    [
      'a reversed authorization that is listed as approved',
      stating((lines) =>
        lines.map((line) => ({ ...line, ...(line.kind === 'authorization' && { state: 'approved' }) })),
      ),
      'must not be listed as approved',
    ],
    [
      'a statement that ignores the span',
      brokenBy(({ statement }) => ({
        statement: () => statement?.({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, account: null }),
      })),
      'must list nothing that was booked outside the period',
    ],
    [
      'an empty statement when the connection is lost',
      brokenBy(({ statement }) => ({
        statement: async (request: StatementRequest) => {
          try {
            return await statement?.(request)
          } catch {
            return []
          }
        },
      })),
      'statement() must reject: a list with missing lines looks like lost payments',
    ],
    [
      'a claim when the connection is lost',
      brokenBy(({ inquire }) => ({
        inquire: async (...args: Parameters<typeof inquire>) => {
          const answer = await inquire(...args)
          return answer.kind === 'unknown' ? { kind: 'not_found' } : answer
        },
      })),
      'inquire() must answer unknown, not not_found',
    ],
    [
      'a second approval after a reversal',
      brokenBy(({ authorize }) => {
        let count = 0
        return {
          authorize: async (request: AuthorizeRequest, signal: AbortSignal) =>
            authorize({ ...request, reference: `${request.reference}-${++count}` }, signal),
        }
      }),
      'a reversed authorization must not be approved again',
    ],
  ])('names %s', async (_, broken, message) => {
    const messages = (await failuresOf(broken)).map((failure) => failure.message)
    expect(messages.join('\n')).toContain(message)
  })
})
