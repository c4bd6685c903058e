/** Rows are remembered between reads, and readers never notice. Two processes on one file are two connections here. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Storage } from '../../../src/ports/storage.ts'
import { openStorage } from '../../../src/storage/open.ts'
import { aCreation, aMerchant, anApiKey, changeBy, startCommand } from '../../support/payments.ts'
import { surroundings } from './database-file.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
let folder: string
let here: Storage
let elsewhere: Storage
const merchant = aMerchant()

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowlix-remembered-'))
  here = await openStorage(`sqlite:${join(folder, 'a.db')}`, { ...surroundings, log, create: 'production' })
  elsewhere = await openStorage(`sqlite:${join(folder, 'a.db')}`, {
    ...surroundings,
    log,
    create: 'production',
  })
  await here.addMerchant(merchant)
})
afterEach(async () => {
  await here.close()
  await elsewhere.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a remembered row', () => {
  it('is the changed one after another process has changed it', async () => {
    const creation = aCreation({ merchantId: merchant.id })
    await here.create(creation)
    const { id } = creation.payment
    const before = await here.findPayment(id)
    if (before === null) throw new Error('the payment is missing')
    const change = changeBy(before, startCommand(before))
    expect(await elsewhere.save(change)).toBe('saved')
    expect((await here.findPayment(id))?.version).toBe(change.after.version)
  })

  it('is immediately the changed one, in the same turn in which another process commits', async () => {
    const creation = aCreation({ merchantId: merchant.id })
    await here.create(creation)
    const { id } = creation.payment
    const before = await here.findPayment(id)
    if (before === null) throw new Error('the payment is missing')
    await new Promise((resolve) => setImmediate(resolve))
    const saving = elsewhere.save(changeBy(before, startCommand(before)))
    // Asked after the other one has planned its commit for the end of this turn.
    expect((await here.findPayment(id))?.version).toBe(before.version)
    await saving
    expect((await here.findPayment(id))?.version).toBe(before.version + 1)
  })

  it('is immediately the changed one after this process has changed it', async () => {
    const creation = aCreation({ merchantId: merchant.id })
    await here.create(creation)
    const before = await here.findPayment(creation.payment.id)
    if (before === null) throw new Error('the payment is missing')
    const saved = here.save(changeBy(before, startCommand(before)))
    expect((await here.findPayment(creation.payment.id))?.version).toBe(before.version)
    await saved
    expect((await here.findPayment(creation.payment.id))?.version).toBe(before.version + 1)
  })

  it('is the changed merchant after another process has changed it, and after this one has', async () => {
    expect(await here.findMerchant(merchant.id)).toMatchObject({ name: merchant.name })
    await elsewhere.updateMerchant(merchant.id, { name: 'Changed elsewhere' })
    expect(await here.findMerchant(merchant.id)).toMatchObject({ name: 'Changed elsewhere' })
    await here.updateMerchant(merchant.id, { name: 'Changed here' })
    expect(await here.findMerchant(merchant.id)).toMatchObject({ name: 'Changed here' })
  })

  it('does not keep a key alive that another process has revoked', async () => {
    const key = anApiKey({ merchantId: merchant.id })
    await here.addApiKey(key)
    expect(await here.findActiveApiKey(key.hash, 1)).not.toBeNull()
    await elsewhere.revokeApiKey(key.id, 2)
    expect(await here.findActiveApiKey(key.hash, 1)).toBeNull()
  })

  it('does not keep a key alive that this process has revoked', async () => {
    const key = anApiKey({ merchantId: merchant.id })
    await here.addApiKey(key)
    expect(await here.findActiveApiKey(key.hash, 1)).not.toBeNull()
    await here.revokeApiKey(key.id, 2)
    expect(await here.findActiveApiKey(key.hash, 1)).toBeNull()
  })
})
