/** The core's decisions as tables; then the proof that no transition, no refusal and no command lacks a row. */
import { describe, expect, it } from 'vitest'
import { apply } from '../../src/core/payment/apply.ts'
import { decide } from '../../src/core/payment/decide.ts'
import { refusalCodes } from '../../src/core/payment/refusals.ts'
import { attemptTransitions, refundTransitions } from '../../src/core/payment/transitions.ts'
import { attemptRows } from './attempt-rows.ts'
import { endingRows } from './ending-rows.ts'
import { inquiryRows } from './inquiry-rows.ts'
import { irreversibleRows } from './irreversible-refund-rows.ts'
import { methodRows } from './method-rows.ts'
import { payBackRows } from './pay-back-rows.ts'
import { personalDataRows } from './personal-data-rows.ts'
import { prepareRows } from './prepare-rows.ts'
import { refundDoubtRows } from './refund-doubt-rows.ts'
import { refundRows } from './refund-rows.ts'
import { reversalRows } from './reversal-rows.ts'
import { movesOf, nameOf, type Row, summary, wholeEvents } from './row.ts'
import { contextAt } from './situations.ts'

const tables = {
  attemptRows,
  inquiryRows,
  methodRows,
  prepareRows,
  reversalRows,
  payBackRows,
  endingRows,
  refundRows,
  refundDoubtRows,
  irreversibleRows,
  personalDataRows,
}
const allRows: readonly Row[] = Object.values(tables).flat()

describe.each(Object.entries(tables))('%s', (_, rows) => {
  it.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_name, row) => {
    const { payment, command, atS, then, so } = row
    const decision = decide(payment, command, contextAt(atS))
    if (typeof then === 'string') return expect(decision).toStrictEqual({ refusal: then })
    expect(decision).toStrictEqual({ events: wholeEvents(row) })
    const events = 'events' in decision ? decision.events : []
    expect(so === null ? events.length : summary(apply(payment, events))).toBe(so ?? 0)
  })
})

describe('the tables leave nothing out', () => {
  const refusals = new Set(allRows.flatMap(({ then }) => (typeof then === 'string' ? [then] : [])))
  const moves = new Set(allRows.flatMap(movesOf))

  it('every refusal has a row', () => {
    expect([...refusals].sort()).toStrictEqual([...refusalCodes].sort())
  })

  it('every transition has a row from every state it may begin in, and no row has another', () => {
    const transitions = Object.entries({ ...attemptTransitions, ...refundTransitions })
    const listed = transitions.flatMap(([type, { from }]) => from.map((state) => `${type} from ${state}`))
    expect([...moves].sort()).toStrictEqual(listed.sort())
  })

  it('every ending has a row', () => {
    const endings = allRows.flatMap(({ so }) => so?.match(/succeeded|failed|expired|canceled/)?.[0] ?? [])
    expect(new Set(endings)).toStrictEqual(new Set(['succeeded', 'failed', 'expired', 'canceled']))
  })

  it('every command has a row', () => {
    const commands = new Set(allRows.map(({ command }) => command.type))
    expect(commands.size).toBe(20)
  })
})
