/** Encrypting every stored secret again, on the database of a gateway that goes on changing them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type IdempotencyRecord, sealedFor } from '../../src/core/idempotency-record.ts'
import type { WebhookEndpoint } from '../../src/core/webhook/endpoint.ts'
import { resealSecrets } from '../../src/operations/reseal-secrets.ts'
import { createEndpoint, rollSecret, stopEndpoint } from '../../src/operations/webhooks/manage-endpoint.ts'
import { SecretBox } from '../../src/platform/secret-box.ts'
import type { Storage } from '../../src/ports/storage.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { anIdempotencyRecord } from '../support/payments.ts'

const [previous, current, other] = [7, 8, 9].map(
  (byte) => new SecretBox([new Uint8Array(32).fill(byte)]),
) as [SecretBox, SecretBox, SecretBox]
const secrets = new SecretBox([8, 7].map((byte) => new Uint8Array(32).fill(byte)))

let test: TestApp
let storage: Storage
beforeEach(async () => {
  test = await openTestApp({ encryptionKeys: [new Uint8Array(32).fill(7)], webhooks: anywhere })
  storage = test.app.storage
})
afterEach(() => test.close())

const anywhere = { allowedNetworks: [], proxy: null }
type Created = Readonly<{ endpoint: WebhookEndpoint; plain: string }>

const owner = () => ({ merchantId: test.merchantId, mode: 'test' }) as const
const noRecord = () => ({ response: null, record: null })

/** `plain`: its secret, which the previous key has encrypted. */
async function created(record: IdempotencyRecord | null = null): Promise<Created> {
  let plain = ''
  const settings = { url: 'http://localhost:9999/', events: 'all', description: null } as const
  const result = await createEndpoint(test.app.gateway, owner(), settings, (_, secret) => {
    plain = secret ?? ''
    return { response: null, record }
  })
  if (result.kind !== 'done') throw new Error(result.kind)
  return { endpoint: result.endpoint, plain }
}

function kept(key: string, by: SecretBox): IdempotencyRecord {
  const record = anIdempotencyRecord({ key })
  return { ...record, body: by.seal(`response to ${key}`, sealedFor(record)) }
}

const one = (id: string) => storage.findEndpoint(owner(), id)
const bodyOf = async ({ keyId, key }: IdempotencyRecord) =>
  (await storage.findIdempotencyRecord(keyId, key))?.body ?? ''

/** The storage, where something happens just before the first call of this method. */
function interrupted(
  method: 'changeEndpoint' | 'replaceRecordBody',
  happen: () => Promise<unknown>,
): Storage {
  let isFirst = true
  const call = async (...args: never[]) => {
    if (isFirst) {
      isFirst = false
      await happen()
    }
    return (storage[method] as (...args: never[]) => Promise<unknown>)(...args)
  }
  return Object.assign(Object.create(storage) as Storage, { [method]: call })
}

describe('encrypting again', () => {
  it('leaves nothing that needs the previous key, and then nothing to do', async () => {
    const [first, second] = [kept('a', previous), kept('b', secrets)]
    const { endpoint, plain } = await created(first)
    const { id } = endpoint
    await rollSecret(test.app.gateway, (await created(second)).endpoint, 3_600, noRecord)
    expect(await resealSecrets({ storage, secrets })).toEqual({
      endpoints: 2,
      responses: 1,
      lostResponses: 0,
    })
    expect(current.open((await one(id))?.secret ?? '', id)).toBe(plain)
    for (const { secret, previousSecret } of await storage.listEndpoints(owner()))
      for (const sealed of [secret, previousSecret])
        expect(sealed === null || current.isCurrent(sealed)).toBe(true)
    expect(current.open(await bodyOf(first), sealedFor(first))).toBe('response to a')
    expect(await bodyOf(second)).toBe(second.body)
    expect(await resealSecrets({ storage, secrets })).toEqual({
      endpoints: 0,
      responses: 0,
      lostResponses: 0,
    })
  })

  it('includes a previous secret where only that one needs the previous key', async () => {
    const { endpoint, plain } = await created()
    const { id } = endpoint
    await rollSecret({ ...test.app.gateway, secrets }, endpoint, 3_600, noRecord)
    expect(await resealSecrets({ storage, secrets })).toMatchObject({ endpoints: 1 })
    expect(current.open((await one(id))?.previousSecret ?? '', id)).toBe(plain)
  })

  it('can be interrupted and continued', async () => {
    for (const key of ['a', 'b', 'c']) await created(kept(key, previous))
    const failing = interrupted('replaceRecordBody', () => Promise.reject(new Error('interrupted')))
    await expect(resealSecrets({ storage: failing, secrets })).rejects.toThrow('interrupted')
    expect(await resealSecrets({ storage, secrets })).toEqual({
      endpoints: 0,
      responses: 3,
      lostResponses: 0,
    })
  })

  it('says how many responses no key decrypts, and leaves them as they are', async () => {
    const lost = kept('lost', other)
    await created(lost)
    expect(await resealSecrets({ storage, secrets })).toEqual({
      endpoints: 1,
      responses: 0,
      lostResponses: 1,
    })
    expect(await bodyOf(lost)).toBe(lost.body)
  })
})

describe('at the same time', () => {
  it('a secret that is replaced is not lost', async () => {
    const { endpoint } = await created()
    let rolled = ''
    const racing = interrupted('changeEndpoint', () =>
      rollSecret(test.app.gateway, endpoint, 0, (_, secret) => {
        rolled = secret ?? ''
        return { response: null, record: null }
      }),
    )
    await resealSecrets({ storage: racing, secrets })
    expect(current.open((await one(endpoint.id))?.secret ?? '', endpoint.id)).toBe(rolled)
  })

  it('an endpoint that is deleted stays deleted', async () => {
    const { endpoint } = await created()
    const racing = interrupted('changeEndpoint', () =>
      stopEndpoint(test.app.gateway, endpoint, 'delete', noRecord),
    )
    expect(await resealSecrets({ storage: racing, secrets })).toMatchObject({ endpoints: 0 })
    expect(await one(endpoint.id)).toBeNull()
  })

  it('a response that is removed is not kept again', async () => {
    const record = kept('a', previous)
    await created(record)
    const racing = interrupted('replaceRecordBody', () =>
      storage.purgeIdempotencyRecords(Number.MAX_SAFE_INTEGER, 10),
    )
    expect(await resealSecrets({ storage: racing, secrets })).toMatchObject({ endpoints: 1, responses: 0 })
    expect(await bodyOf(record)).toBe('')
  })

  it('what a process with the previous key still encrypts is found', async () => {
    await created(kept('a', previous))
    let late = ''
    const racing = interrupted('replaceRecordBody', async () => {
      late = (await created()).endpoint.id
    })
    expect(await resealSecrets({ storage: racing, secrets })).toMatchObject({ endpoints: 2, responses: 1 })
    expect(current.isCurrent((await one(late))?.secret ?? '')).toBe(true)
  })
})
