/** A card that is sent: once, after its intent was saved, and whatever fails around it. */
import { describe, expect, it } from 'vitest'
import type { SecretCard } from '../../src/core/card/secret-card.ts'
import { runAttempt, submitCard } from '../../src/operations/submit-card.ts'
import { StorageUnavailable } from '../../src/ports/storage.ts'
import {
  approvedAtAcquirer,
  approvedPan,
  attemptOf,
  challengePan,
  declinedPan,
  inTime,
  lostAnswerPan,
  openWorldForEachTest,
  paid,
  read,
  sent,
  session,
  submission,
  work,
  world,
} from './operations-world.ts'

openWorldForEachTest()

const logged = () => world.test.logLines.join('')

describe('a card', () => {
  it('is approved, and the acquirer holds the money once', async () => {
    const payment = await paid(world)
    expect(payment.ending?.kind).toBe('succeeded')
    expect(await approvedAtAcquirer(world)).toEqual([attemptOf(payment).reference])
  })

  it('is declined', async () => {
    const payment = await paid(world, declinedPan)
    expect(payment.ending).toMatchObject({ kind: 'failed', declineCode: 'do_not_honor' })
  })

  it('is not charged for a payment that does not exist', async () => {
    const nobody = 'pay_00000000-0000-0000-0000-000000000000'
    expect(await submitCard(world.gateway, nobody, submission(approvedPan))).toEqual({ kind: 'not_found' })
  })

  it('is sent by one of two simultaneous submissions', async () => {
    const { id } = await session(world)
    const results = await Promise.all(
      [1, 2].map(() => submitCard(world.gateway, id, submission(approvedPan))),
    )
    expect(results.map(({ kind }) => kind).sort()).toEqual(['refused', 'started'])
    for (const result of results) if (result.kind === 'started') await inTime(world, result.outcome)
    expect(await approvedAtAcquirer(world)).toHaveLength(1)
  })

  it('is not sent when its intent could not be saved', async () => {
    const { id } = await session(world)
    world.port.fail('save', 'unavailable')
    await expect(submitCard(world.gateway, id, submission(approvedPan))).rejects.toThrow(StorageUnavailable)
    expect(await approvedAtAcquirer(world)).toEqual([])
    expect((await read(world, id)).attempts).toEqual([])
  })

  it('is not sent when it is unknown whether its intent was saved; the worker ends the attempt', async () => {
    const { id } = await session(world)
    world.port.fail('save', 'unknown_done')
    await expect(submitCard(world.gateway, id, submission(approvedPan))).rejects.toThrow('acknowledgment')
    expect(attemptOf(await read(world, id)).state).toBe('sending')
    await work(world, 15_000)
    const payment = await read(world, id)
    expect([attemptOf(payment).state, payment.ending?.kind]).toEqual(['reversed', 'failed'])
    expect(await approvedAtAcquirer(world)).toEqual([])
  })

  it('is not sent after a save with an impossible result', async () => {
    const { id } = await session(world)
    world.port.fail('save', 'idempotency_key_taken')
    await expect(submitCard(world.gateway, id, submission(approvedPan))).rejects.toThrow(
      'ended in idempotency_key_taken',
    )
    expect(await approvedAtAcquirer(world)).toEqual([])
  })

  it('is not sent by a process that slept past its lease', async () => {
    const { id } = await session(world)
    world.port.beforeNextSave(async () => {
      await world.test.clock.advance(world.gateway.rules.leaseMs)
    })
    const result = await submitCard(world.gateway, id, submission(approvedPan))
    const payment = result.kind === 'started' ? await inTime(world, result.outcome) : null
    expect(payment && attemptOf(payment).state).toBe('not_sent')
    expect(await approvedAtAcquirer(world)).toEqual([])
  })

  it('is not sent without an attempt', async () => {
    const payment = await session(world)
    await expect(runAttempt(world.gateway, payment, submission(approvedPan), 0)).rejects.toThrow('no attempt')
  })
})

describe("the acquirer's answer", () => {
  it.each(['unavailable', 'unknown_undone', 'fault'] as const)(
    'is found by the worker when it could not be saved: %s',
    async (fault) => {
      const { id, outcome } = await sentAndFailing(fault)
      expect((await inTime(world, outcome)).ending).toBeNull()
      expect(logged()).toContain('the answer to an attempt could not be saved')
      await work(world, 6_000)
      const payment = await read(world, id)
      expect(payment.ending?.kind).toBe('succeeded')
      expect(await approvedAtAcquirer(world)).toEqual([attemptOf(payment).reference])
    },
  )

  it('is stored when only the acknowledgment of its save was lost', async () => {
    const { id, outcome } = await sentAndFailing('unknown_done')
    await inTime(world, outcome)
    expect((await read(world, id)).ending?.kind).toBe('succeeded')
  })

  it('is saved after a lost race', async () => {
    const { id, outcome } = await sentAndFailing('lost_race')
    await inTime(world, outcome)
    expect((await read(world, id)).ending?.kind).toBe('succeeded')
  })

  it('is given up when every race is lost', async () => {
    const { id, outcome } = await sentAndFailing('lost_race', 50)
    expect((await inTime(world, outcome)).ending).toBeNull()
    expect(logged()).toContain('the answer to an attempt could not be saved')
    await work(world, 6_000)
    expect((await read(world, id)).ending?.kind).toBe('succeeded')
  })

  it('is given up when the payment cannot be found', async () => {
    const { id } = await session(world)
    const result = await submitCard(world.gateway, id, submission(approvedPan))
    if (result.kind !== 'started') throw new Error(result.kind)
    const gone = { ...world.gateway, storage: { ...world.gateway.storage, findPayment: async () => null } }
    await inTime(world, result.outcome)
    const payment = await runAttempt(gone, result.payment, submission(approvedPan), 0)
    expect(payment).toBe(result.payment)
  })

  async function sentAndFailing(fault: Parameters<typeof world.port.fail>[1], times = 1) {
    world.port.fail('save', fault, { after: 1, times })
    return sent(world, approvedPan)
  }
})

describe('the digits of a card', () => {
  const isGone = (card: SecretCard) => {
    expect(() => card.reveal()).toThrow('overwritten')
  }

  it.each([approvedPan, lostAnswerPan, challengePan])(
    'are overwritten once %s has been sent',
    async (pan) => {
      const { id } = await session(world)
      const sentCard = submission(pan)
      const submitted = await submitCard(world.gateway, id, sentCard)
      if (submitted.kind !== 'started') throw new Error(submitted.kind)
      await inTime(world, submitted.outcome)
      isGone(sentCard.card)
    },
  )

  it('are overwritten although an adapter continues with them after its deadline', async () => {
    let late = () => {}
    world.behave({
      authorize: (request) =>
        new Promise((resolve) => {
          late = () => resolve({ kind: 'unknown', cause: String(request.card.reveal()) })
        }),
    })
    const { id } = await session(world)
    const sentCard = submission(approvedPan)
    const submitted = await submitCard(world.gateway, id, sentCard)
    if (submitted.kind !== 'started') throw new Error(submitted.kind)
    await inTime(world, submitted.outcome, 500)
    isGone(sentCard.card)
    expect(late).toThrow('overwritten')
  })

  it.each([
    ['to a payment that has ended', async () => (await paid(world)).id],
    ['to no payment', async () => 'pay_00000000-0000-0000-0000-000000000000'],
  ])('are overwritten when they were sent %s', async (_, idOf) => {
    const id = await idOf()
    const sentCard = submission(approvedPan)
    expect((await submitCard(world.gateway, id, sentCard)).kind).not.toBe('started')
    isGone(sentCard.card)
  })

  it('are overwritten when nothing can be saved', async () => {
    const { id } = await session(world)
    world.port.fail('save', 'unavailable')
    const sentCard = submission(approvedPan)
    await expect(submitCard(world.gateway, id, sentCard)).rejects.toThrow('away')
    isGone(sentCard.card)
  })
})

describe('an adapter', () => {
  it.each([
    [new TypeError('broken'), 'TypeError'],
    ['not even an error', 'fault'],
  ])('that throws %s leaves the outcome unknown', async (thrown, cause) => {
    world.behave({
      authorize: async (asked, signal) => {
        await world.test.app.sandbox.acquirer.authorize(asked, signal)
        throw thrown
      },
    })
    const payment = await paid(world)
    expect(attemptOf(payment).state).toBe('unknown')
    expect(logged()).toContain(`"cause":"${cause}"`)
    await work(world, 6_000)
    expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
  })

  it('that never answers is waited for until shortly after its deadline', async () => {
    let firedAtMs: number | null = null
    world.behave({
      authorize: (_asked, signal) => {
        signal.addEventListener('abort', () => {
          firedAtMs = world.test.clock.nowMs()
        })
        return new Promise(() => {})
      },
    })
    const startedAtMs = world.test.clock.nowMs()
    const { id, outcome } = await sent(world, approvedPan)
    const payment = await inTime(world, outcome, 500)
    expect(firedAtMs).toBe(startedAtMs + 3_000)
    expect(world.test.clock.nowMs()).toBe(startedAtMs + 4_000)
    expect(attemptOf(payment).state).toBe('unknown')
    const events = await world.test.app.storage.listEvents(id)
    expect(events.at(-1)).toMatchObject({ type: 'attempt_answer_missed', cause: 'no answer in time' })
  })

  it('that answers with another amount leads to manual review', async () => {
    world.test.app.sandbox.faults.wrongAmountMinor = 1
    world.test.app.sandbox.faults.wrongInquiryAmountMinor = 1
    const { id } = await paid(world)
    await work(world, 2_000)
    expect(attemptOf(await read(world, id)).state).toBe('set_aside')
    const alarms = world.test.logLines.map((line) => JSON.parse(line)).filter((line) => 'alarm' in line)
    expect(alarms).toMatchObject([{ level: 'error', alarm: 'attempt_set_aside', paymentId: id }])
  })

  it.each([
    ['no kind', {}],
    ['a transaction id that cannot be stored', { acquirerTransactionId: 'x'.repeat(300) }],
    ['an amount that is no integer', { amountMinor: 25.5 }],
    ['no reference', { reference: undefined }],
  ])('whose answer does not fit the port, having %s, leaves the outcome unknown', async (_, changes) => {
    world.behave({
      authorize: async (asked, signal) => {
        const answer = await world.test.app.sandbox.acquirer.authorize(asked, signal)
        return (Object.keys(changes).length === 0 ? 'yes' : { ...answer, ...changes }) as typeof answer
      },
    })
    const payment = await paid(world)
    expect(attemptOf(payment).state).toBe('unknown')
    const events = await world.gateway.storage.listEvents(payment.id)
    expect(events.at(-1)).toMatchObject({ cause: 'the adapter returned an invalid answer' })
    expect(logged()).toContain('does not fit the port')
    await work(world, 6_000)
    expect((await read(world, payment.id)).ending?.kind).toBe('succeeded')
  })

  it('whose challenge URL is a script sends no customer there', async () => {
    world.behave({
      authorize: async () => ({
        kind: 'challenge',
        url: 'javascript:alert(1)',
        method: 'GET',
        fields: {},
        country: null,
      }),
    })
    expect(attemptOf(await paid(world)).challengeUrl).toBeNull()
  })

  it('that challenges sends the customer to the issuer', async () => {
    const payment = await paid(world, challengePan)
    expect(attemptOf(payment)).toMatchObject({ state: 'challenged', challengeUrl: expect.any(String) })
  })
})
