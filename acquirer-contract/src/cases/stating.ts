/** Tests of statements. They pass if the adapter has none. */
import assert from 'node:assert/strict'
import type { AttemptTerms, StatementLine } from '../port.ts'
import { refundOf } from '../requests.ts'
import type { Cases } from '../subject.ts'

export const stating: Cases = {
  'lists each payment once, with the ID and the handle that it has in answers': async (session) => {
    const attempts = [await session.approved(), await session.approved()]
    const lines = await session.booked(attempts.map(({ reference }) => reference))
    if (lines === null) return
    const last4 = session.subject.approvedPan.slice(-4)
    for (const { reference, handle, acquirerTransactionId, amountMinor, currency } of attempts) {
      const line = only(lines, reference)
      assert.ok(
        ['approved', 'pending'].includes(line.state),
        `an approval must not be listed as ${line.state}`,
      )
      const { kind, originalReference } = line
      assert.deepEqual(
        {
          kind,
          originalReference,
          handle: line.handle,
          amountMinor: line.amountMinor,
          currency: line.currency,
        },
        { kind: 'authorization', originalReference: null, handle, amountMinor, currency },
      )
      sameId(line, acquirerTransactionId)
      assert.equal(line.last4 ?? last4, last4)
      assert.ok(
        Math.abs(line.atMs - session.nowMs()) < hourMs,
        'atMs must be the time in milliseconds since 1970',
      )
    }
  },

  'lists each refund once, with the ID that it has in answers': async (session) => {
    const original = await session.approved()
    const refunds = [1_000, 500].map((amountMinor) => refundOf(original, { amountMinor }))
    const answers = []
    for (const refund of refunds) answers.push(await session.refund(refund))
    const lines = await session.booked(refunds.map(({ reference }) => reference))
    if (lines === null) return
    for (const [index, { reference, amountMinor, currency }] of refunds.entries()) {
      const line = only(lines, reference)
      assert.ok(['pending', 'succeeded'].includes(line.state), `a refund must not be listed as ${line.state}`)
      assert.deepEqual(
        { kind: line.kind, amountMinor: line.amountMinor, currency: line.currency },
        { kind: 'refund', amountMinor, currency },
      )
      assert.equal(line.originalReference ?? original.reference, original.reference)
      const answer = answers[index]
      sameId(line, answer !== undefined && 'acquirerRefundId' in answer ? answer.acquirerRefundId : null)
    }
  },

  'lists nothing that was booked outside the period': async (session) => {
    const { reference } = await session.approved()
    await session.booked([reference])
    const earlier = ((await session.statement(-48, -24)) ?? []).filter((line) => line.reference === reference)
    // Nobody has paid tomorrow.
    const later = (await session.statement(24, 48)) ?? []
    for (const { reference } of [...earlier, ...later])
      assert.fail(`statement() must list nothing that was booked outside the period, such as ${reference}`)
  },

  'lists nothing as approved that was declined or reversed': async (session) => {
    const { attempt: declined } = await session.start(session.subject.declinedPan)
    const reversed = await session.approved()
    await session.reverse(reversed)
    await session.finishRefunds()
    for (const { reference, state } of (await session.booked([declined, reversed].map(referenceOf))) ?? [])
      assert.notEqual(state, 'approved', `the authorization ${reference} must not be listed as approved`)
  },
}

export const pages: Cases = {
  'are all read': async (session) => {
    const { statementPageSize = 0 } = session.subject
    const references: string[] = []
    while (references.length <= statementPageSize) references.push((await session.approved()).reference)
    const lines = await session.booked(references)
    for (const reference of lines === null ? [] : references) only(lines ?? [], reference)
  },
}

const hourMs = 3_600_000

function referenceOf({ reference }: AttemptTerms): string {
  return reference
}

function only(lines: readonly StatementLine[], reference: string): StatementLine {
  const found = lines.filter((line) => line.reference === reference)
  const [line] = found
  return line === undefined || found.length > 1
    ? assert.fail(`a transaction must be listed once, and is listed ${found.length} times`)
    : line
}

/** It may be left out. If it differs, the books would show one transaction as two. */
function sameId({ acquirerTransactionId: listed }: StatementLine, answered: string | null): void {
  if (listed !== null) assert.equal(listed, answered, 'the statement must have the ID of the answers')
}
