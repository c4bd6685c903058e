/**
 * Two gateways on one database deliver events, and are killed at any moment. In the end, every event that was committed has
 * reached its receiver, byte for byte, and nothing else has.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseFile, freePort, GatewayProcess } from '../../gateway-process.ts'
import { Prng } from '../../seeded-random.ts'
import { type EventReceiver, openEventReceiver } from './event-receiver.ts'
import { Shop } from './shop.ts'

export type WebhookCampaign = Readonly<{ kills: number; seed: number }>

export type WebhookOutcome = Readonly<{
  events: number
  requests: number
  /** Sentences about what is wrong. */
  mistakes: readonly string[]
}>

/** For what is left in the end. */
const patienceMs = 60_000

export async function crashWebhooks({ kills, seed }: WebhookCampaign): Promise<WebhookOutcome> {
  const random = new Prng(seed)
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-webhooks-'))
  const receiver = await openEventReceiver()
  const first = { folder, port: await freePort() }
  const places = [first, { folder, port: await freePort() }]
  const processes = await Promise.all(places.map(started))
  try {
    const shop = new Shop(places.map(({ port }) => `http://127.0.0.1:${port}`))
    await shop.addEndpoint(receiver.url)
    const shopping = shop.open()
    for (let kill = 0; kill < kills; kill++) {
      const at = random.between(0, 1)
      await sleep(random.between(20, 300))
      await processes[at]?.kill()
      const place = places[at]
      if (place !== undefined) processes[at] = await started(place)
    }
    shop.close()
    await shopping
    for (const one of processes) await one.stop()
    return await settled(first, receiver)
  } finally {
    for (const one of processes) if (!one.hasExited) await one.kill()
    await receiver.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function started(place: Readonly<{ folder: string; port: number }>): Promise<GatewayProcess> {
  const gateway = new GatewayProcess(place)
  await gateway.ready()
  return gateway
}

/** What the killed processes left is made due, because it would take a minute until their leases end. */
async function settled(
  place: Readonly<{ folder: string; port: number }>,
  receiver: EventReceiver,
): Promise<WebhookOutcome> {
  const database = new DatabaseSync(databaseFile(place.folder))
  database.exec('update webhook_deliveries set next_at_ms = 0 where next_at_ms is not null')
  const last = await started(place)
  const waiting = database.prepare(
    'select count(*) as n from webhook_deliveries where next_at_ms is not null',
  )
  const endsAtMs = performance.now() + patienceMs
  while (Number(waiting.get()?.n) > 0 && performance.now() < endsAtMs) await sleep(20)
  const left = Number(waiting.get()?.n)
  database.close()
  const committed = await new Shop([last.url]).events()
  await last.stop()
  const mistakes = receiver.mistakes(committed)
  return {
    events: committed.size,
    requests: receiver.requests,
    mistakes: left > 0 ? [...mistakes, `${left} deliveries still wait`] : mistakes,
  }
}
