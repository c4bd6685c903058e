/** Five thousand payments in doubt and an acquirer that says nothing: every customer learns in time how it ended. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Mode, Payment } from '../../src/core/payment/payment.ts'
import { productionRules } from '../../src/core/payment/rules.ts'
import { acquirersByName } from '../../src/operations/acquirer/acquirers.ts'
import { KnownAccounts } from '../../src/operations/acquirer/known-accounts.ts'
import { Patiences } from '../../src/operations/acquirer/patience.ts'
import { WatchedClock } from '../../src/operations/clock/watched-clock.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { Returns } from '../../src/operations/returns.ts'
import { RunningWork } from '../../src/operations/running-work.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import type { Change } from '../../src/ports/storage.ts'
import { runWorker } from '../../src/worker/run.ts'
import { TestClock } from '../../verification/app/test-clock.ts'
import { withoutReceivers } from '../../verification/app/without-receivers.ts'
import { MemoryStorage } from '../../verification/simulation/memory-storage.ts'
import { aCreation, changeBy, startCommand } from '../support/payments.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const many = 5_000

class CountingStorage extends MemoryStorage {
  saves = 0

  override save(change: Change) {
    this.saves += 1
    return super.save(change)
  }
}

let clock: TestClock
let storage: CountingStorage
/** Whether the live acquirer says anything; how often it was asked. */
let isSilent: boolean
let asked: number
beforeEach(() => {
  clock = new TestClock()
  storage = new CountingStorage({ bytes: (length) => new Uint8Array(length) })
  isSilent = true
  asked = 0
})

const declined = { kind: 'declined', declineCode: 'do_not_honor', country: null } as const

/** Ends when its deadline fires, as an adapter should. */
function silence(signal: AbortSignal): Promise<{ kind: 'unknown'; cause: string }> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ kind: 'unknown', cause: 'no answer' }), { once: true })
  })
}

function acquirer(isHeard: () => boolean): Acquirer {
  const answer = async <Answer>(signal: AbortSignal, heard: Answer) => {
    asked += 1
    return isHeard() ? heard : silence(signal)
  }
  return {
    name: 'sandbox',
    capabilities: {
      lookup: 'by_reference',
      attemptReversalIsTombstone: true,
      refundReversalIsTombstone: true,
      refundIsRepeatableForMs: null,
      quietMs: 0,
    },
    authorize: () => Promise.reject(new Error('nobody authorizes here')),
    refund: () => Promise.reject(new Error('nobody refunds here')),
    inquire: (_, signal) => answer(signal, declined),
    reverse: (_, signal) => answer(signal, { kind: 'reversed' } as const),
    inquireRefund: (_, signal) => answer(signal, { kind: 'not_found' } as const),
  }
}

function gateway(): Gateway {
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  return {
    installationId: 'test0001',
    storage,
    acquirers: {
      live: acquirersByName([acquirer(() => !isSilent)]),
      test: acquirersByName([acquirer(() => true)]),
    },
    clock,
    time: new WatchedClock(clock, log),
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 0.5 },
    log,
    rules: productionRules,
    running: new RunningWork(),
    patience: new Patiences(),
    returns: new Returns(() => clock.monotonicMs()),
    accounts: new KnownAccounts(),
    settings: {
      sessionLifeMs: minuteMs,
      attemptsMax: 1,
      authorizeTimeoutMs: 30_000,
      inquiryTimeoutMs: 10_000,
    },
    ...withoutReceivers(),
    issuerUrls: () => ({
      returnUrl: 'https://pay.example/back',
      methodNotificationUrl: 'https://pay.example/method',
    }),
    newUlid: () => '01jdefghjkmnpqrstvwxyz0123',
    publicEventsOf: () => [],
  }
}

/** A card was sent at this moment, and its answer was lost. */
async function inDoubt(mode: Mode): Promise<Payment> {
  const nowMs = clock.nowMs()
  const expiresAtMs = nowMs + 60 * minuteMs
  const creation = aCreation({ mode, attemptsMax: 1, createdAtMs: nowMs, expiresAtMs })
  await storage.create(creation)
  const started = changeBy(creation.payment, startCommand(creation.payment), { atMs: nowMs })
  await storage.save(started)
  const lost = { type: 'record_answer', number: 1, answer: { kind: 'unknown', cause: 'no answer' } } as const
  const missed = changeBy(started.after, lost, { atMs: nowMs })
  await storage.save(missed)
  return missed.after
}

async function session(expiresInMs: number): Promise<Payment> {
  const nowMs = clock.nowMs()
  const creation = aCreation({ mode: 'live', createdAtMs: nowMs, expiresAtMs: nowMs + expiresInMs })
  await storage.create(creation)
  return creation.payment
}

async function manyInDoubt(): Promise<readonly Payment[]> {
  const payments: Payment[] = []
  for (let i = 0; i < many; i++) payments.push(await inDoubt('live'))
  return payments
}

/** What needs no time gets none: as many turns as it takes until nothing is saved any more. */
async function settle(): Promise<void> {
  let before: number
  do {
    before = storage.saves
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
  } while (storage.saves > before)
}

/** The worker works for so long. */
async function work(totalMs: number): Promise<void> {
  const stop = new AbortController()
  const options = {
    batchLimit: 50,
    idempotencyLifeMs: 24 * 60 * minuteMs,
    intervalMs: secondMs,
    retentionMs: { test: null, live: null },
    eventLifeMs: 30 * 24 * 60 * minuteMs,
  }
  const working = runWorker(gateway(), options, stop.signal)
  for (let passedMs = 0; passedMs < totalMs; passedMs += secondMs) {
    await clock.advance(secondMs)
    await settle()
  }
  stop.abort()
  isSilent = false
  clock.release()
  await working
}

async function endedAtMs({ id }: Payment): Promise<number | null> {
  return (await storage.findPayment(id))?.ending?.atMs ?? null
}

async function latestEnd(payments: readonly Payment[]): Promise<number> {
  const ends = await Promise.all(payments.map(async (payment) => (await endedAtMs(payment)) ?? Infinity))
  return Math.max(...ends)
}

describe('while the acquirer is silent', () => {
  it('every customer learns the outcome within ten minutes, and nothing else is delayed', async () => {
    const begunMs = clock.nowMs()
    const payments = await manyInDoubt()
    const tests = await Promise.all(Array.from({ length: 20 }, () => inDoubt('test')))
    const sessions = await Promise.all(Array.from({ length: 50 }, (_, i) => session((i + 1) * 10 * secondMs)))
    await work(10 * minuteMs + 5 * secondMs)
    expect((await latestEnd(payments)) - begunMs).toBeLessThanOrEqual(10 * minuteMs + secondMs)
    // Their own acquirer answers: it is asked after five seconds, and once the first questions to the other one are over.
    expect((await latestEnd(tests)) - begunMs).toBeLessThanOrEqual(30 * secondMs)
    for (const one of sessions) {
      expect(((await endedAtMs(one)) ?? Infinity) - one.expiresAtMs).toBeLessThanOrEqual(4 * secondMs)
    }
    // Each of 5 000 asked anew at every pause would be 40 000 questions.
    expect(asked).toBeLessThan(2_000)
  })

  it('and answers again, everything is resolved as fast as it can be asked', async () => {
    const begunMs = clock.nowMs()
    const payments = await manyInDoubt()
    setTimeoutOn(clock, 3 * minuteMs, () => {
      isSilent = false
    })
    await work(10 * minuteMs + 5 * secondMs)
    expect((await latestEnd(payments)) - begunMs).toBeLessThanOrEqual(10 * minuteMs)
    const found = await Promise.all(payments.map(({ id }) => storage.findPayment(id)))
    expect(new Set(found.map((one) => one?.attempts[0]?.state))).toEqual(new Set(['declined']))
    const early = await Promise.all(
      payments.map(async (one) => ((await endedAtMs(one)) ?? Infinity) - begunMs),
    )
    // All but those whose own question had been waited for: their pauses were longer by then.
    expect(early.filter((ms) => ms <= 5 * minuteMs).length).toBeGreaterThan(many - 100)
  })
})

function setTimeoutOn(on: TestClock, ms: number, happen: () => void): void {
  void on.sleep(ms).then(happen)
}
