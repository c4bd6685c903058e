/** Tests of an acquirer that cannot be reached. */
import assert from 'node:assert/strict'
import { settled } from '../check-answer.ts'
import { authorization, refundOf, termsOf } from '../requests.ts'
import type { Cases } from '../subject.ts'

const unknown: readonly string[] = ['unknown']
const unsent: readonly string[] = ['not_sent', 'unknown']

function expectKind(method: string, { kind }: Readonly<{ kind: string }>, expected: readonly string[]): void {
  assert.ok(expected.includes(kind), `${method}() must answer ${expected.join(' or ')}, not ${kind}`)
}

export const disconnected: Cases = {
  'announces nothing': async (session) => {
    const { acquirer, subject } = session
    if (acquirer.prepare === undefined) return
    await session.disconnect()
    const { reference, amountMinor, currency, account, statementName } = authorization(subject.approvedPan)
    const announcement = { reference, amountMinor, currency, account, statementName }
    expectKind('prepare', await session.announce(announcement), ['not_sent'])
  },

  'claims no outcome of an authorization': async (session) => {
    const request = await session.announced(session.subject.approvedPan)
    await session.disconnect()
    const attempt = termsOf(request)
    expectKind('authorize', await session.authorize(request), unsent)
    expectKind('inquire', await session.inquire(attempt), unknown)
    expectKind('reverse', await session.reverse(attempt), unknown)
  },

  'claims no outcome of a refund': async (session) => {
    const refund = refundOf(await session.approved())
    await session.disconnect()
    expectKind('refund', await session.refund(refund), unsent)
    expectKind('inquireRefund', await session.inquireRefund(refund), unknown)
    if (session.acquirer.reverseRefund !== undefined)
      expectKind('reverseRefund', await session.reverseRefund(refund), unknown)
  },

  'rejects a statement that it cannot give completely': async (session) => {
    const { acquirer } = session
    if (acquirer.statement === undefined) return
    await session.approved()
    await session.disconnect()
    const nowMs = session.nowMs()
    const span = { fromMs: nowMs - 3_600_000, toMs: nowMs + 3_600_000, account: null }
    const isRejected = await settled('statement', async () => acquirer.statement?.(span)).then(
      () => false,
      (error: unknown) => !(error instanceof assert.AssertionError),
    )
    assert.ok(isRejected, 'statement() must reject: a list with missing lines looks like lost payments')
  },
}
