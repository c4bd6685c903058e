/** When an acquirer is asked about a payment that it must know, which one that is, and how it is named. */
import { beforeEach, expect, it } from 'vitest'
import { checkAccount } from '../../src/operations/acquirer/ask-acquirer.ts'
import { submitCard } from '../../src/operations/submit-card.ts'
import { runOnce } from '../../verification/app/run-once.ts'
import { sandboxAcquirer } from '../support/payments.ts'
import { charge, controlsAskedOf, minuteMs, OwnAccount, processWith, verdictAt } from './accounts-world.ts'
import {
  approvedPan,
  attemptOf,
  inTime,
  openWorldForEachTest,
  paid,
  session,
  submission,
  type World,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const pass = (durationMs: number) => world.test.clock.advance(durationMs)
const nowMs = () => world.test.clock.nowMs()
const isAway = async () => ({ kind: 'unknown', cause: 'away' }) as const

let account: OwnAccount
let process: World
beforeEach(() => {
  account = new OwnAccount()
  process = processWith(world, account)
})

it('an acquirer that finds an attempt is not asked about another payment', async () => {
  const control = await charge(process, account, 'approve')
  await pass(minuteMs)
  const { id } = await charge(process, account, 'lose_answer')
  await pass(1_000)
  await inTime(world, runOnce(process.gateway, { batchLimit: 100, idempotencyLifeMs: 60 * minuteMs }))
  expect((await world.test.app.storage.findPayment(id))?.ending?.kind).toBe('succeeded')
  expect([account.asked.length, controlsAskedOf(account, control).length]).toEqual([1, 0])
})

it('an account that is known is not asked about the same payment again', async () => {
  await charge(process, account, 'approve')
  await pass(minuteMs)
  expect(await verdictAt(process, nowMs())).toBe('known')
  await pass(24 * 60 * minuteMs)
  expect(await verdictAt(process, nowMs())).toBe('known')
  expect(account.asked).toHaveLength(1)
})

it('an account is asked although another one of the same acquirer cannot be asked', async () => {
  const [one, other] = [
    await charge(process, account, 'approve', 'acct_1'),
    await charge(process, account, 'approve', 'acct_2'),
  ].map(attemptOf)
  await pass(minuteMs)
  const { inquire } = account.acquirer
  account.changes = {
    inquire: (attempt, signal) =>
      attempt.reference === one?.reference ? isAway() : inquire(attempt, signal),
  }
  const restarted = processWith(world, account)
  expect(await verdictAt(restarted, nowMs(), { account: 'acct_1' })).toBe('unanswered')
  expect(await verdictAt(restarted, nowMs(), { account: 'acct_2' })).toBe('known')
  expect(account.asked.map(({ reference }) => reference)).toEqual([other?.reference])
})

it('a payment is named by its handle if that is how the attempt in doubt is named', async () => {
  const { id } = await session(process)
  const acquirer = { ...sandboxAcquirer, acquirer: 'own', handle: 'pi_1' }
  const started = await submitCard(process.gateway, id, { ...submission(approvedPan), acquirer })
  if (started.kind === 'started') await inTime(world, started.outcome)
  await pass(minuteMs)
  await verdictAt(process, nowMs(), { handle: 'pi_2' })
  await verdictAt(process, nowMs(), { handle: null })
  expect(account.asked.map(({ handle }) => handle)).toEqual(['pi_1', null])
})

it("the sandbox is believed without a question, because its book is the gateway's own", async () => {
  await paid(world)
  await pass(minuteMs)
  let questions = 0
  world.behave({
    inquire: async () => {
      questions += 1
      return { kind: 'not_found' }
    },
  })
  const sought = { account: null, handle: null, acquirerTransactionId: null, startedAtMs: nowMs() }
  const asked = { mode: 'test', acquirer: 'sandbox' } as const
  expect(await checkAccount(world.gateway, asked, sought)).toBe('known')
  expect(questions).toBe(0)
})
