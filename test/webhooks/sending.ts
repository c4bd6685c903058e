/** A sender that may send to this machine, and what it is given. */
import { onTestFinished } from 'vitest'
import { parseNetwork } from '../../src/platform/ip-address.ts'
import type { WebhookRequest } from '../../src/ports/webhook-sender.ts'
import { nameResolver } from '../../src/webhooks/resolve-name.ts'
import { HttpWebhookSender, type SenderOptions } from '../../src/webhooks/webhook-sender.ts'
import { eventId, nowMs, payload, previous, secret } from '../client/webhooks/example.ts'

/** It is closed after the test. */
export async function open<T extends Readonly<{ close(): Promise<void> }>>(opening: Promise<T>): Promise<T> {
  const one = await opening
  onTestFinished(() => one.close())
  return one
}

export const loopback = ['127.0.0.0/8', '::1'].flatMap((text) => parseNetwork(text) ?? [])
export const never = new AbortController().signal

export function senderOf(more: Partial<SenderOptions> = {}): HttpWebhookSender {
  return new HttpWebhookSender({
    rules: { allowedNetworks: loopback, resolve: nameResolver() },
    proxy: null,
    ...more,
  })
}

/** For receivers that never end. */
export const impatient = { limits: { totalMs: 300, connectMs: 200 } }

export function requestTo(url: string): WebhookRequest {
  return { url, eventId, atMs: nowMs, body: payload, secrets: [secret, previous] }
}
