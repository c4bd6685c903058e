/** Seals every stored secret again with the current key, so that the previous one is no longer needed. */
import { type IdempotencyRecord, sealedFor } from '../core/idempotency-record.ts'
import type { WebhookEndpoint } from '../core/webhook/endpoint.ts'
import type { Storage } from '../ports/storage.ts'
import type { Secrets } from './gateway.ts'
import { everyEndpoint } from './webhooks/every-endpoint.ts'

type Resealer = Secrets &
  Readonly<{
    /** Whether the first key has sealed it. */
    isCurrent(sealed: string): boolean
  }>

export type Resealed = Readonly<{
  endpoints: number
  responses: number
  /** Sealed with a key that nobody has anymore. */
  lostResponses: number
}>

type Parts = Readonly<{ storage: Storage; secrets: Resealer }>

const passesMax = 5
const responsesAtOnce = 100

/** Each secret is changed on its own, so this can be interrupted at any time and started again. */
export async function resealSecrets(parts: Parts): Promise<Resealed> {
  let all: Resealed = { endpoints: 0, responses: 0, lostResponses: 0 }
  // A process that has not changed its keys yet may seal something behind our back.
  for (let pass = 0; pass < passesMax; pass++) {
    const { endpoints, responses, lostResponses } = await resealOnce(parts)
    all = { endpoints: all.endpoints + endpoints, responses: all.responses + responses, lostResponses }
    if (endpoints + responses === 0) break
  }
  return all
}

async function resealOnce(parts: Parts): Promise<Resealed> {
  let endpoints = 0
  for (const endpoint of await everyEndpoint(parts.storage))
    if (await resealEndpoint(parts, endpoint)) endpoints++
  return { endpoints, ...(await resealResponses(parts)) }
}

/** A change by someone else also counts as a new version, and is then not overwritten with the previous secret. */
async function resealEndpoint({ storage, secrets }: Parts, endpoint: WebhookEndpoint): Promise<boolean> {
  let before: WebhookEndpoint | null = endpoint
  while (before !== null && needsSeal(secrets, before)) {
    const { id, secret, previousSecret } = before
    const after = {
      ...before,
      secret: secrets.seal(secrets.open(secret, id), id),
      previousSecret: previousSecret && secrets.seal(secrets.open(previousSecret, id), id),
      version: before.version + 1,
    }
    if ((await storage.changeEndpoint(after, null)) === 'saved') return true
    before = await storage.findEndpoint(before, id)
  }
  return false
}

function needsSeal(secrets: Resealer, { secret, previousSecret }: WebhookEndpoint): boolean {
  return [secret, previousSecret].some((sealed) => sealed !== null && !secrets.isCurrent(sealed))
}

async function resealResponses({ storage, secrets }: Parts): Promise<Omit<Resealed, 'endpoints'>> {
  const found = { responses: 0, lostResponses: 0 }
  let last: IdempotencyRecord | undefined
  do {
    const page = await storage.listSealedRecords(last ?? null, responsesAtOnce)
    for (const record of page) {
      if (secrets.isCurrent(record.body)) continue
      const body = resealed(secrets, record)
      if (body === null) found.lostResponses++
      else if (await storage.replaceRecordBody(record, body)) found.responses++
    }
    last = page.at(-1)
  } while (last !== undefined)
  return found
}

function resealed(secrets: Resealer, record: IdempotencyRecord): string | null {
  const owner = sealedFor(record)
  try {
    return secrets.seal(secrets.open(record.body, owner), owner)
  } catch {
    return null
  }
}
