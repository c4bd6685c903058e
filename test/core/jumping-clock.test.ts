/** Every decision of the tables again, by a clock that was set just before: only the times that it writes are others. */
import { describe, expect, it } from 'vitest'
import { beginHistory, observe } from '../../src/core/clock-history.ts'
import type { Context, Decision } from '../../src/core/payment/commands.ts'
import { decide } from '../../src/core/payment/decide.ts'
import { attemptRows } from './attempt-rows.ts'
import { endingRows } from './ending-rows.ts'
import { inquiryRows } from './inquiry-rows.ts'
import { payBackRows } from './pay-back-rows.ts'
import { refundDoubtRows } from './refund-doubt-rows.ts'
import { refundRows } from './refund-rows.ts'
import { reversalRows } from './reversal-rows.ts'
import { nameOf } from './row.ts'
import { at, contextAt } from './situations.ts'

const rows = [
  ...attemptRows,
  ...inquiryRows,
  ...reversalRows,
  ...payBackRows,
  ...endingRows,
  ...refundRows,
  ...refundDoubtRows,
]
const hourMs = 3_600_000

/** At that moment of the payment's life, by a clock that shows so much more since a moment ago. */
function jumpedContext(seconds: number, byMs: number): Context {
  const before = { nowMs: at(seconds), monotonicMs: seconds * 1_000 }
  const after = { ...before, nowMs: before.nowMs + byMs }
  const { history } = observe(beginHistory(before), after)
  return contextAt(seconds, { nowMs: after.nowMs, clock: history })
}

const timeNames = ['atMs', 'nextAtMs', 'expiresAtMs']

function shifted(decision: Decision, byMs: number): unknown {
  if ('refusal' in decision) return decision
  const shift = ([name, value]: [string, unknown]) => [
    name,
    timeNames.includes(name) && typeof value === 'number' ? value + byMs : value,
  ]
  return { events: decision.events.map((event) => Object.fromEntries(Object.entries(event).map(shift))) }
}

describe.each([
  ['forward by an hour', hourMs],
  ['back by an hour', -hourMs],
  ['forward by a day', 24 * hourMs],
  ['back by a minute', -60_000],
])('a clock that is set %s', (_, byMs) => {
  it.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_name, { payment, command, atS }) => {
    const decision = decide(payment, command, contextAt(atS))
    expect(decide(payment, command, jumpedContext(atS, byMs))).toStrictEqual(shifted(decision, byMs))
  })
})
