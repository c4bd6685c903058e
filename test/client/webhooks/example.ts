/** A body and secrets as the gateway makes them. */
import { createHash } from 'node:crypto'
import type { WebhookEvent } from '../../../client/src/flowlix.ts'

export const nowMs = 1_719_792_043_500
export const now = (): number => nowMs

export const secretOf = (name: string): string =>
  `whsec_${createHash('sha256').update(name).digest('base64')}`

export const secret = secretOf('current')
export const previous = secretOf('previous')

export const eventId = 'evt_01kbq0v7c2m8y4tz6h9x3w5rne'

/** With letters that take several bytes, because some receivers count characters. */
export const event = {
  id: eventId,
  object: 'event',
  type: 'payment.succeeded',
  created_at: 1_719_792_042,
  livemode: false,
  data: { payment: { id: 'pay_b2c3d4e5-f6a7-8901-bcde-f23456789012', description: 'Tēja — 2 × 250 g ☕' } },
} as unknown as WebhookEvent

export const payload = JSON.stringify(event)
