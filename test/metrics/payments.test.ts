/** Metrics of payments: what happened to them by acquirer, what is in doubt and since when, and how saves ended. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { CommitUnknown, type Storage, StorageUnavailable } from '../../src/ports/storage.ts'
import { termsOf } from '../contracts/acquirer-requests.ts'
import { faultPort } from '../operations/faulty-storage.ts'
import { createSession, payDirectly, settle } from '../stories/payments.ts'
import { createAcquirer } from '../support/live-acquirer.ts'
import { aCreation } from '../support/payments.ts'
import { type MeasuredApp, openMeasuredApp } from './measured-app.ts'
import { scrapeOf } from './scrape.ts'

const events = 'flowlix_payment_events_total'
const inTest = { acquirer: 'sandbox', mode: 'test' }
const pans = {
  approved: '4111111111111111',
  declined: '4000000000000002',
  answerLost: '4000000000000259',
  challenge: '4635440000002223',
}

let app: MeasuredApp
beforeEach(async () => {
  app = await openMeasuredApp()
})
afterEach(() => app.close())

const read = async (name: string, labels: Record<string, string> = {}) =>
  (await app.scrape()).value(name, labels)

/** A payment whose answer is lost, and the time until the gateway stops waiting for it. */
async function payInDoubt(): Promise<void> {
  const card = { number: pans.answerLost, exp_month: 12, exp_year: 2027, cvc: '123', holder_name: 'Alex' }
  await app.app.call('POST', '/v1/payments', { amount: 2500, currency: 'eur', card })
  await app.app.clock.advance(4_000)
  await settle(app.app)
}

describe('attempts', () => {
  it('are counted by how they ended, acquirer, and mode', async () => {
    for (const pan of [pans.approved, pans.approved, pans.declined, pans.challenge])
      await payDirectly(app.app, pan)
    await payInDoubt()
    const scrape = await app.scrape()
    const count = (event: string) => scrape.value(events, { event, ...inTest })
    expect(count('payment_created')).toBe(5)
    expect(count('attempt_started')).toBe(5)
    expect(count('attempt_approved')).toBe(2)
    expect(count('attempt_declined')).toBe(1)
    expect(count('attempt_challenge_requested')).toBe(1)
    expect(count('attempt_answer_missed')).toBe(1)
    expect(scrape.value('flowlix_declines_total', { code: 'do_not_honor', ...inTest })).toBe(1)
  })

  it('of live payments carry the name of their acquirer', async () => {
    await app.close()
    app = await openMeasuredApp({ liveAcquirers: [createAcquirer()] })
    const key = await app.app.newKey('live')
    const card = {
      number: '4012888888881881',
      exp_month: 12,
      exp_year: 2027,
      cvc: '123',
      holder_name: 'Alex',
    }
    const headers = { authorization: `Bearer ${key}` }
    const made = await app.app.call('POST', '/v1/payments', { amount: 2500, currency: 'eur', card }, headers)
    expect(made.status).toBe(201)
    await settle(app.app)
    const live = { acquirer: 'in memory', mode: 'live' }
    expect(await read(events, { event: 'attempt_approved', ...live })).toBe(1)
    const answered = { acquirer: 'in memory', question: 'authorize', answer: 'approved' }
    expect(await read('flowlix_acquirer_answer_seconds_count', answered)).toBe(1)
  })
})

describe('answers of an acquirer', () => {
  const terms = termsOf({ reference: 'ref' })
  const answers = 'flowlix_acquirer_answer_seconds_count'

  it('are counted by question and kind', async () => {
    await payDirectly(app.app, pans.approved)
    await payDirectly(app.app, pans.declined)
    await payInDoubt()
    await app.app.clock.advance(10_000)
    await app.app.work()
    const scrape = await app.scrape()
    const count = (question: string, answer: string) =>
      scrape.value(answers, { acquirer: 'sandbox', question, answer })
    expect(count('authorize', 'approved')).toBe(1)
    expect(count('authorize', 'declined')).toBe(1)
    expect(count('authorize', 'unknown')).toBe(1)
    expect(count('inquire', 'approved')).toBe(1)
  })

  it('that no adapter should give do not become labels', async () => {
    const metrics = createMetrics('1.2.3')
    const wrong = { ...createAcquirer(), inquire: async () => ({ kind: 'pay_b2c3' }) as never }
    const throwing = { ...createAcquirer(), reverse: () => Promise.reject(new Error('broken')) }
    await metrics.acquirer(wrong).inquire(terms, AbortSignal.timeout(1_000))
    await expect(metrics.acquirer(throwing).reverse(terms, AbortSignal.timeout(1_000))).rejects.toThrow()
    const scrape = scrapeOf(await metrics.read())
    expect(scrape.value(answers, { question: 'inquire', answer: 'invalid' })).toBe(1)
    expect(scrape.value(answers, { question: 'reverse', answer: 'fault' })).toBe(1)
  })
})

describe('what is in doubt', () => {
  const unknown = { part: 'attempt', state: 'unknown' }

  it('is counted with the age of the oldest, until it is resolved', async () => {
    expect(await read('flowlix_unsettled', unknown)).toBe(0)
    await payInDoubt()
    await app.app.clock.advance(100_000)
    await payInDoubt()
    expect(await read('flowlix_unsettled', unknown)).toBe(2)
    expect(await read('flowlix_unsettled_oldest_seconds', unknown)).toBe(108)
    await app.app.clock.advance(10_000)
    await app.app.work()
    expect(await read('flowlix_unsettled', unknown)).toBe(0)
    expect(await read('flowlix_unsettled_oldest_seconds', unknown)).toBe(0)
  })

  it('is unknown while the database does not answer, and nothing else is', async () => {
    await payDirectly(app.app, pans.approved)
    const { gateway } = app.app.app
    const refuse = () => Promise.reject(new StorageUnavailable('away'))
    const away = { backlog: refuse, deliveryBacklog: refuse }
    app.metrics.watch({ clock: gateway.clock, running: gateway.running, storage: away })
    const scrape = await app.scrape()
    expect(scrape.value('flowlix_database_up')).toBe(0)
    expect(scrape.named('flowlix_unsettled')).toEqual([])
    expect(scrape.named('flowlix_worker_lag_seconds')).toEqual([])
    expect(scrape.value(events, { event: 'attempt_approved' })).toBe(1)
  })

  it('does not hold up the metrics if the database is silent', async () => {
    const { gateway } = app.app.app
    const wait = () => new Promise<never>(() => {})
    const silent = { backlog: wait, deliveryBacklog: wait }
    app.metrics.watch({ clock: gateway.clock, running: gateway.running, storage: silent })
    const scraping = app.scrape()
    await app.app.clock.advance(2_000)
    expect((await scraping).value('flowlix_database_up')).toBe(0)
  })
})

describe('the worker', () => {
  it('is as late as the payment that has waited longest', async () => {
    await createSession(app.app)
    await app.app.clock.advance(1_000)
    await createSession(app.app)
    expect(await read('flowlix_worker_lag_seconds')).toBe(0)
    await app.app.clock.advance(86_400_000)
    expect(await read('flowlix_worker_lag_seconds')).toBe(1)
    await app.app.work()
    expect(await read('flowlix_worker_lag_seconds')).toBe(0)
    expect(await read('flowlix_worker_claimed_total')).toBe(2)
    expect(await read(events, { event: 'payment_expired' })).toBe(2)
  })
})

describe('saves', () => {
  const durations = 'flowlix_save_duration_seconds_count'

  it('are counted with the commits that they share', async () => {
    await Promise.all(Array.from({ length: 10 }, () => createSession(app.app)))
    const scrape = await app.scrape()
    expect(scrape.value(durations, { operation: 'create', outcome: 'saved' })).toBe(10)
    expect(scrape.value('flowlix_commit_writes_sum')).toBeGreaterThanOrEqual(10)
    const commits = scrape.value('flowlix_commit_writes_count') ?? 0
    expect(commits).toBe(scrape.value('flowlix_commit_duration_seconds_count'))
    expect(commits).toBeLessThan(scrape.value('flowlix_commit_writes_sum') ?? 0)
  })

  it('that fail are counted by how they failed, and change no other count', async () => {
    const metrics = createMetrics('1.2.3')
    const port = faultPort(app.app.app.storage)
    const storage: Storage = metrics.storage(port.storage, () => 'sandbox')
    const creation = aCreation({ merchantId: app.app.merchantId })
    for (const fault of ['unavailable', 'unknown_undone', 'fault', 'idempotency_key_taken'] as const)
      port.fail('create', fault)
    await expect(storage.create(creation)).rejects.toThrow(StorageUnavailable)
    await expect(storage.create(creation)).rejects.toThrow(CommitUnknown)
    await expect(storage.create(creation)).rejects.toBe('no error at all')
    expect(await storage.create(creation)).toBe('idempotency_key_taken')
    const scrape = scrapeOf(await metrics.read())
    const outcomes = ['unavailable', 'commit_unknown', 'fault', 'idempotency_key_taken', 'saved']
    const counts = outcomes.map((outcome) => scrape.value(durations, { operation: 'create', outcome }))
    expect(counts).toEqual([1, 1, 1, 1, 0])
    expect(scrape.value(events)).toBeNull()
  })
})

it('on PostgreSQL, commits and what is in doubt are counted as well, and connections in addition', async () => {
  const own = await openMeasuredApp({ engine: 'postgres' })
  await Promise.all(Array.from({ length: 5 }, () => createSession(own.app)))
  const scrape = await own.scrape()
  expect(scrape.value('flowlix_database_up')).toBe(1)
  expect(scrape.value('flowlix_commit_writes_sum')).toBeGreaterThanOrEqual(5)
  expect(scrape.value('flowlix_unsettled', { part: 'attempt', state: 'unknown' })).toBe(0)
  expect(scrape.value('flowlix_database_connections', { state: 'max' })).toBe(10)
  expect(scrape.value('flowlix_database_connections', { state: 'open' })).toBeGreaterThanOrEqual(1)
  expect(scrape.value('flowlix_database_waiting_calls')).toBe(0)
  await own.close()
})
