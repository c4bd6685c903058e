/** What became of an event, and of each attempt to deliver it, in words for operators. */
import { describe, expect, it } from 'vitest'
import { explainDelivery, explainDeliveryAttempt } from '../../src/core/explain/explain-delivery.ts'
import type { Delivery, DeliveryAttempt } from '../../src/core/webhook/delivery.ts'
import { deliveryErrors } from '../../src/core/webhook/delivery-error.ts'

const time = (atMs: number) => `second ${atMs / 1_000}`

const waiting: Delivery = {
  endpointId: 'we_1',
  eventId: 'evt_1',
  eventType: 'payment.succeeded',
  paymentId: 'pay_1',
  state: 'pending',
  attemptCount: 0,
  scheduleCount: 0,
  nextAtMs: 5_000,
  trigger: 'schedule',
  createdAtMs: 1_000,
  completedAtMs: null,
  lastStatusCode: null,
  lastError: null,
}
const disabled = 'not sent, because the endpoint was disabled. The merchant can recover it.'
const notPublic = { state: 'skipped', lastError: 'address_not_public', completedAtMs: 9_000 } as const

describe('a delivery', () => {
  it.each<[Partial<Delivery>, string]>([
    [{}, 'waiting to be sent.'],
    [{ attemptCount: 1 }, 'attempt 2 follows at second 5.'],
    [{ attemptCount: 2, nextAtMs: null }, 'waiting to be sent.'],
    [{ state: 'succeeded', attemptCount: 3, completedAtMs: 9_000 }, 'delivered at second 9, with attempt 3.'],
    [{ state: 'succeeded', attemptCount: 1 }, 'delivered, with attempt 1.'],
    [
      { state: 'failed', attemptCount: 10, completedAtMs: 9_000 },
      'given up at second 9, after 10 attempts. The merchant can recover it.',
    ],
    [{ state: 'skipped', completedAtMs: 9_000 }, disabled],
    [notPublic, disabled],
  ])('to an endpoint, which is %j: %s', (delivery, sentence) => {
    expect(explainDelivery({ ...waiting, ...delivery }, false, time)).toBe(
      `payment.succeeded (evt_1) to we_1: ${sentence}`,
    )
  })

  it.each<[Partial<Delivery>, string]>([
    [{}, 'waiting to be sent.'],
    [notPublic, 'not sent, because nothing is sent to this URL.'],
    [{ ...notPublic, lastError: 'timed_out' }, disabled],
  ])("to the payment's own URL, which is %j: %s", (delivery, sentence) => {
    expect(explainDelivery({ ...waiting, ...delivery }, true, time)).toBe(
      `payment.succeeded (evt_1) to the callback_url (we_1): ${sentence}`,
    )
  })
})

describe('an attempt', () => {
  const attempt: DeliveryAttempt = {
    number: 2,
    trigger: 'schedule',
    atMs: 5_000,
    durationMs: 31,
    statusCode: null,
    error: null,
    excerpt: null,
  }

  it.each<[Partial<DeliveryAttempt>, string]>([
    [{ statusCode: 204 }, 'the response had status 204'],
    [{ statusCode: 500, error: 'status' }, 'the response had status 500'],
    [{ statusCode: 302, error: 'redirected' }, 'the response had status 302, redirects are not followed'],
    [{ error: 'connection_refused' }, 'the connection was refused'],
  ])('with %j: %s', (given, outcome) => {
    expect(explainDeliveryAttempt({ ...attempt, ...given }, time)).toBe(
      `second 5  attempt 2: ${outcome} (31 ms)`,
    )
  })

  it('has words of its own for every error', () => {
    const sentences = deliveryErrors.map((error) => explainDeliveryAttempt({ ...attempt, error }, time))
    expect(new Set(sentences).size).toBe(deliveryErrors.length)
  })
})
