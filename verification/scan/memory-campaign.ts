/** Pays with marked cards, and counts what of them is in the gateway's memory: at once, and after other requests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, GatewayProcess, sandboxKey } from '../gateway-process.ts'
import { freshCard, type MarkedCard } from './marks.ts'
import { type Copies, searchMemory } from './process-memory.ts'

export type MemoryPlan = Readonly<{ cards: number; seconds: number; requests: number }>
export type MemoryResult = Readonly<{ before: Copies; atOnce: Copies; later: Copies }>
/** The gateway closes one that waits while its memory is searched. */
const newConnection = { connection: 'close' }

type Way = 'page' | 'direct'

export async function searchAfterPayments(way: Way, plan: MemoryPlan): Promise<MemoryResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-memory-'))
  const gateway = new GatewayProcess({ folder, port: await freePort() })
  try {
    await gateway.ready()
    const cards = freshCards(plan.cards)
    const before = searchMemory(gateway.pid, cards)
    const pay = way === 'page' ? payOnPage : payDirectly
    for (const card of cards) await pay(gateway.url, card)
    const atOnce = searchMemory(gateway.pid, cards)
    await passTime(gateway.url, plan)
    return { before, atOnce, later: searchMemory(gateway.pid, cards) }
  } finally {
    await gateway.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** No two with the same code. */
function freshCards(count: number): readonly MarkedCard[] {
  const byCode = new Map<string, MarkedCard>()
  while (byCode.size < count) {
    const card = freshCard()
    byCode.set(card.cvc, card)
  }
  return [...byCode.values()]
}

/** Others go on paying meanwhile, as in a gateway that is used. */
async function passTime(url: string, { seconds, requests }: MemoryPlan): Promise<void> {
  for (let i = 0; i < requests; i++) {
    await createSession(url)
    await sleep((seconds * 1_000) / requests)
  }
}

async function payOnPage(url: string, { pan, cvc }: MarkedCard): Promise<void> {
  const id = await createSession(url)
  const page = await (await fetch(`${url}/hpp/${id}`, { headers: newConnection })).text()
  const action = /<form\b[^>]*\baction="([^"]*)"[^>]*>(?:(?!<\/form>).)*name="number"/s.exec(page)?.[1]
  const fields = { number: pan, expiry: '12/40', cvc, name: 'Robin Berg', email: 'robin@example.com' }
  const body = new URLSearchParams(fields)
  const response = await fetch(new URL(action ?? '', url), {
    ...{ method: 'POST', body, redirect: 'manual' },
    headers: newConnection,
  })
  await response.body?.cancel()
  if (response.status !== 303) throw new Error(`the card form was refused: ${response.status}`)
}

async function payDirectly(url: string, { pan, cvc }: MarkedCard): Promise<void> {
  const card = { number: pan, cvc, exp_month: 12, exp_year: 2040, holder_name: 'Robin Berg' }
  await post(url, '/v1/payments', { amount: 100, currency: 'eur', card })
}

async function createSession(url: string): Promise<string> {
  const session = { amount: 100, currency: 'eur', redirect_url: 'https://shop.example.com/done' }
  return (await post(url, '/v1/payments/hpp', session)).id
}

async function post(url: string, path: string, body: object): Promise<{ id: string }> {
  const headers = {
    ...newConnection,
    ...{ authorization: `Bearer ${sandboxKey}`, 'content-type': 'application/json' },
  }
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (response.status !== 201) throw new Error(`a payment was refused: ${await response.text()}`)
  return (await response.json()) as { id: string }
}
