/** That an acquirer does not have an attempt counts only from the account in which the attempt was made. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import { askAcquirer } from '../../src/operations/acquirer/ask-acquirer.ts'
import { KnownAccounts } from '../../src/operations/acquirer/known-accounts.ts'
import { inquire } from '../../src/operations/acquirer/questions.ts'
import { attemptTerms } from '../../src/operations/acquirer/terms.ts'
import type { AttemptTerms } from '../../src/ports/acquirer.ts'
import { runOnce } from '../../verification/app/run-once.ts'
import {
  alarmsIn,
  charge,
  controlsAskedOf,
  minuteMs,
  OwnAccount,
  processWith,
  verdictAt,
} from './accounts-world.ts'
import { attemptOf, inTime, openWorldForEachTest, read, type World, work, world } from './operations-world.ts'

openWorldForEachTest()

const dayMs = 24 * 60 * minuteMs
const pass = (durationMs: number) => world.test.clock.advance(durationMs)
const nowMs = () => world.test.clock.nowMs()
const startOf = (payment: Payment) => attemptOf(payment).startedAtMs

let account: OwnAccount
/** A process with the credentials of the account. */
let right: World
beforeEach(() => {
  account = new OwnAccount()
  right = processWith(world, account)
})

/** A payment that the account has approved, and one in doubt a minute later. */
async function inDoubt(fate: 'lose_request' | 'lose_answer') {
  const control = await charge(right, account, 'approve')
  await pass(minuteMs)
  return { control, doubtful: await charge(right, account, fate) }
}

async function attemptAfter(process: World, { id }: Payment, durationMs: number, stepMs = 5_000) {
  await work(process, durationMs, stepMs)
  return attemptOf(await read(process, id))
}

describe('an attempt in doubt', () => {
  it('is not settled with the credentials of another account, and is taken back with the old ones', async () => {
    const { doubtful } = await inDoubt('lose_answer')
    const { reference } = attemptOf(doubtful)
    const wrong = processWith(world, new OwnAccount())
    expect(await attemptAfter(wrong, doubtful, 20_000)).toMatchObject({ state: 'unknown', notFoundCount: 0 })
    await work(wrong, minuteMs, 5_000)
    expect(await attemptAfter(wrong, doubtful, 20 * minuteMs, minuteMs)).toMatchObject({ state: 'reversing' })
    // The customer has waited long enough by then.
    expect(await read(wrong, doubtful.id)).toMatchObject({ ending: { kind: 'failed' } })
    expect(await account.stateOf(reference)).toBe('approved')
    const causes = (await world.test.app.storage.listEvents(doubtful.id)).map((event) =>
      'cause' in event ? event.cause : null,
    )
    expect(causes).toContain('the acquirer does not find a payment that it has approved')
    expect(await attemptAfter(processWith(world, account), doubtful, minuteMs)).toMatchObject({
      state: 'reversed',
    })
    expect(await account.stateOf(reference)).toBe('reversed')
  })

  it('needs manual review after a day with the credentials of another account', async () => {
    const { doubtful } = await inDoubt('lose_answer')
    const wrong = processWith(world, new OwnAccount())
    await work(wrong, minuteMs, 5_000)
    await pass(dayMs)
    expect(await attemptAfter(wrong, doubtful, minuteMs)).toMatchObject({ state: 'set_aside' })
    expect(await account.stateOf(attemptOf(doubtful).reference)).toBe('approved')
  })

  it('that never arrived ends as usual with the credentials of its account', async () => {
    const { doubtful } = await inDoubt('lose_request')
    expect(await attemptAfter(right, doubtful, 20_000)).toMatchObject({ state: 'reversed' })
    expect(alarmsIn(world)).toEqual([])
  })

  it('is one of many, for which the account is asked once', async () => {
    const { control } = await inDoubt('lose_request')
    for (let i = 0; i < 20; i++) await charge(right, account, 'lose_request')
    const restarted = processWith(world, account)
    await pass(minuteMs)
    account.asked.length = 0
    await inTime(world, runOnce(restarted.gateway, { batchLimit: 100, idempotencyLifeMs: dayMs }))
    expect(account.asked.length).toBeGreaterThan(20)
    expect(controlsAskedOf(account, control)).toHaveLength(1)
    await work(restarted, 20_000, 5_000)
    expect(controlsAskedOf(account, control)).toHaveLength(1)
  })
})

describe('an account', () => {
  it('is asked about its newest payment from before, by what is known of the attempt in doubt', async () => {
    await charge(right, account, 'approve')
    await pass(minuteMs)
    const control = await charge(right, account, 'approve')
    await pass(minuteMs)
    const doubtfulMs = nowMs()
    await pass(minuteMs)
    await charge(right, account, 'approve')
    expect(await verdictAt(right, doubtfulMs)).toBe('known')
    const { reference, acquirerTransactionId } = attemptOf(control)
    expect(account.asked).toMatchObject([{ reference, acquirerTransactionId: null, handle: null }])
    const restarted = processWith(world, account)
    await verdictAt(restarted, doubtfulMs, { acquirerTransactionId: 'theirs', handle: 'own' })
    expect(account.asked.at(-1)).toMatchObject({ reference, acquirerTransactionId })
  })

  it.each([
    ['is too young to be listed', 'quietMs', -1, 'no_payment'],
    ['is old enough to be listed', 'quietMs', 0, 'known'],
    ['may still be listed', 'listedMs', 0, 'known'],
    ['is too old to be listed', 'listedMs', 1, 'no_payment'],
  ] as const)('whose payment %s is told accordingly', async (_, limit, afterMs, verdict) => {
    const control = await charge(right, account, 'approve')
    const limits = { quietMs: right.gateway.rules.quietMs, listedMs: 90 * dayMs }
    await pass(startOf(control) + limits[limit] + afterMs - nowMs())
    expect(await verdictAt(right, nowMs())).toBe(verdict)
  })

  it('cannot be told from another one by payments of other accounts, modes, and outcomes', async () => {
    await charge(right, account, 'approve', 'acct_other')
    await charge(right, account, 'lose_answer', 'acct_own')
    await charge(right, account, 'approve')
    await pass(minuteMs)
    expect(await verdictAt(right, nowMs(), { account: 'acct_own' })).toBe('no_payment')
    expect(await verdictAt(right, nowMs(), {}, 'live')).toBe('no_payment')
    expect(account.asked).toEqual([])
    expect(await verdictAt(right, nowMs(), { account: 'acct_other' })).toBe('known')
    expect(await verdictAt(right, nowMs())).toBe('known')
    expect(account.asked).toHaveLength(2)
  })

  it('is known for what began later, and not for what began before, when it may have been another one', async () => {
    const first = await charge(right, account, 'approve')
    await pass(minuteMs)
    const earlierMs = nowMs()
    const next = new OwnAccount()
    const changed = processWith(world, next)
    await pass(minuteMs)
    const second = await charge(changed, next, 'approve')
    await pass(minuteMs)
    expect(await verdictAt(changed, nowMs())).toBe('known')
    expect(await verdictAt(changed, earlierMs)).toBe('missing')
    expect(await verdictAt(changed, nowMs())).toBe('known')
    expect(next.asked.map(({ reference }) => reference)).toEqual([
      attemptOf(second).reference,
      attemptOf(first).reference,
    ])
  })

  it('that does not know a payment is asked again after a minute, and raises an alarm every five minutes', async () => {
    const { control } = await inDoubt('lose_answer')
    const other = new OwnAccount()
    const wrong = processWith(world, other)
    const ask = () => verdictAt(wrong, nowMs())
    expect(await ask()).toBe('missing')
    await pass(minuteMs - 1)
    expect(await ask()).toBe('missing')
    expect(controlsAskedOf(other, control)).toHaveLength(1)
    await pass(1)
    expect(await ask()).toBe('missing')
    expect(controlsAskedOf(other, control)).toHaveLength(2)
    expect(alarmsIn(world)).toHaveLength(1)
    expect(alarmsIn(world)[0]).toContain(control.id)
    await pass(4 * minuteMs)
    expect(await ask()).toBe('missing')
    expect(alarmsIn(world)).toHaveLength(2)
  })

  it('is asked at once about a newer payment, which may be its own', async () => {
    await inDoubt('lose_answer')
    const next = new OwnAccount()
    const changed = processWith(world, next)
    expect(await verdictAt(changed, nowMs())).toBe('missing')
    await charge(changed, next, 'approve')
    await pass(5_000)
    expect(await verdictAt(changed, nowMs())).toBe('known')
  })

  it('that cannot be asked is asked again soon, whatever about, and raises no alarm', async () => {
    const { doubtful } = await inDoubt('lose_answer')
    const inquire = account.acquirer.inquire
    let isAway = true
    account.changes = {
      inquire: async (attempt, signal) =>
        isAway ? { kind: 'unknown', cause: 'away' } : inquire(attempt, signal),
    }
    const process = processWith(world, account)
    expect(await verdictAt(process, startOf(doubtful))).toBe('unanswered')
    const soonMs = nowMs() + 15_000
    isAway = false
    await charge(process, account, 'approve')
    await pass(soonMs - 1 - nowMs())
    expect(await verdictAt(process, nowMs())).toBe('unanswered')
    await pass(1)
    expect(await verdictAt(process, nowMs())).toBe('known')
    expect(alarmsIn(world)).toEqual([])
  })

  it('is asked about each payment once, however many wait for it', async () => {
    const first = await charge(right, account, 'approve')
    await pass(minuteMs)
    const second = await charge(right, account, 'approve')
    await pass(minuteMs)
    const process = processWith(world, account)
    const { quietMs } = process.gateway.rules
    const verdicts = await Promise.all(
      [second, second, first, second, first].map((payment) => verdictAt(process, startOf(payment) + quietMs)),
    )
    expect(new Set(verdicts)).toEqual(new Set(['known']))
    expect(account.asked.map(({ reference }) => reference)).toEqual([
      attemptOf(second).reference,
      attemptOf(first).reference,
    ])
  })

  it('is not known at a time when the credentials were others, although it is known from before and after', async () => {
    const { doubtful: old } = await inDoubt('lose_request')
    await pass(minuteMs)
    const mistaken = new OwnAccount()
    const wrong = processWith(world, mistaken)
    await charge(wrong, mistaken, 'approve')
    await pass(minuteMs)
    const taken = await charge(wrong, mistaken, 'lose_answer')
    await pass(minuteMs)
    const corrected = processWith(world, account)
    await charge(corrected, account, 'approve')
    await pass(minuteMs)
    expect(await verdictAt(corrected, nowMs())).toBe('known')
    expect(await attemptAfter(corrected, old, 20_000)).toMatchObject({ state: 'reversed' })
    expect(await verdictAt(corrected, startOf(taken))).toBe('missing')
    expect(await mistaken.stateOf(attemptOf(taken).reference)).toBe('approved')
  })

  it('is believed without any payment, and not while it cannot be asked about one', async () => {
    const lost = await charge(right, account, 'lose_request')
    const inquireAt = ({ gateway }: World) => {
      const terms = attemptTerms(gateway, lost, { ...attemptOf(lost), startedAtMs: nowMs() })
      return askAcquirer(gateway, { mode: 'test', acquirer: 'own' }, inquire(terms))
    }
    expect(await inquireAt(right)).toEqual({ kind: 'not_found' })
    const control = await charge(right, account, 'approve')
    await pass(minuteMs)
    expect(await inquireAt(right)).toEqual({ kind: 'not_found' })
    const { inquire: ask } = account.acquirer
    account.changes = {
      inquire: async (attempt, signal) =>
        attempt.reference === attemptOf(control).reference
          ? { kind: 'unknown', cause: 'away' }
          : ask(attempt, signal),
    }
    expect(await inquireAt(processWith(world, account))).toEqual({
      kind: 'unknown',
      cause: 'the account could not be confirmed',
    })
  })

  it('remembers a thousand payments that were found, and asks about the oldest one again', async () => {
    const accounts = new KnownAccounts()
    const asked: string[] = []
    const sought = { account: null, handle: null, acquirerTransactionId: null, startedAtMs: nowMs() }
    const check = (paymentId: string) =>
      accounts.check(world.gateway, { mode: 'test', acquirer: 'own' }, sought, {
        find: async () => ({
          paymentId,
          terms: { handle: null, acquirerTransactionId: null } as AttemptTerms,
        }),
        ask: async () => ({ kind: asked.push(paymentId) > 0 ? 'approved' : 'unknown' }),
      })
    for (let number = 0; number <= 1_000; number++) await check(`pay_${number}`)
    await check('pay_1')
    expect(asked).toHaveLength(1_001)
    await check('pay_0')
    expect(asked).toHaveLength(1_002)
  })

  it('is not known if the database fails', async () => {
    await inDoubt('lose_answer')
    world.port.fail('findPayment', 'unavailable')
    expect(await verdictAt(right, nowMs())).toBe('unanswered')
    const warning = world.test.logLines.find((line) => line.includes('could not be checked'))
    expect(warning).toContain('"mode":"test","acquirer":"own","cause":"StorageUnavailable"')
    expect(await verdictAt(right, nowMs())).toBe('known')
  })
})
