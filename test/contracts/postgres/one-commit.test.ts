/** A payment, its attempts and refunds, its events and the kept response are one commit: all of them are written, or none. */
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import type { Change, Storage } from '../../../src/ports/storage.ts'
import {
  aCreation,
  anIdempotencyRecord,
  approveCommand,
  changeBy,
  refundCommand,
  startCommand,
} from '../../support/payments.ts'
import { aDatabaseOfNodes, type Nodes } from './nodes.ts'

const withResponse = () => ({ idempotency: anIdempotencyRecord() })

async function saved(storage: Storage, change: Change): Promise<Payment> {
  expect(await storage.save(change)).toBe('saved')
  return change.after
}

type Case = readonly [string, (storage: Storage, open: Payment) => Promise<Change>, readonly string[]]

const cases: readonly Case[] = [
  [
    'the start of an attempt',
    async (_, open) => changeBy(open, startCommand(open), withResponse()),
    ['attempts', 'payments', 'events', 'idempotency_records'],
  ],
  [
    'a refund',
    async (storage, open) => {
      const started = await saved(storage, changeBy(open, startCommand(open)))
      const paid = await saved(storage, changeBy(started, approveCommand(started)))
      return changeBy(paid, refundCommand(1_000), withResponse())
    },
    ['refunds', 'payments', 'events', 'idempotency_records'],
  ],
]

/** From now on nothing can be written to the table. */
async function shut({ sql }: Nodes, table: string): Promise<void> {
  await sql.unsafe(`create trigger shut before insert or update on ${table} execute function refuse('shut')`)
}

describe.each(cases)('%s', (_, changeOf, tables) => {
  it.each(tables)('leaves nothing behind when %s cannot be written', async (table) => {
    const nodes = await aDatabaseOfNodes()
    const { storage } = await nodes.add()
    const creation = aCreation()
    await storage.create(creation)
    const change = await changeOf(storage, creation.payment)
    const events = await storage.listEvents(creation.payment.id)
    await shut(nodes, table)
    await expect(storage.save(change)).rejects.toThrow(/^shut$/)
    expect(await storage.findPayment(creation.payment.id)).toEqual(change.before)
    expect(await storage.listEvents(creation.payment.id)).toEqual(events)
    const { keyId, key } = change.idempotency ?? anIdempotencyRecord()
    expect(await storage.findIdempotencyRecord(keyId, key)).toBeNull()
  })
})

it.each(['events', 'personal_data', 'idempotency_records'])(
  'a creation leaves nothing behind when %s cannot be written',
  async (table) => {
    const nodes = await aDatabaseOfNodes()
    const { storage } = await nodes.add()
    await shut(nodes, table)
    const creation = aCreation({}, withResponse())
    await expect(storage.create(creation)).rejects.toThrow(/^shut$/)
    for (const name of ['payments', 'events', 'personal_data', 'idempotency_records']) {
      expect([...(await nodes.sql.unsafe(`select * from ${name}`))]).toEqual([])
    }
  },
)

describe('changes that share a statement', () => {
  it('are all made, though one of them breaks a rule of the database', async () => {
    const { add } = await aDatabaseOfNodes()
    const { storage } = await add()
    const creations = Array.from({ length: 6 }, () => aCreation({}, withResponse()))
    await storage.create(aCreation({ id: creations[2]?.payment.id ?? '' }))
    const results = await Promise.allSettled(creations.map((creation) => storage.create(creation)))
    expect(results.map(({ status }) => status)).toEqual(
      creations.map((_, index) => (index === 2 ? 'rejected' : 'fulfilled')),
    )
    const change = ({ payment }: (typeof creations)[number]) => changeBy(payment, startCommand(payment))
    const changes = creations.filter((_, index) => index !== 2).map(change)
    const [first, ...others] = changes as [Change, ...Change[]]
    const broken = { ...first, after: { ...first.after, version: 1 } }
    const saves = await Promise.allSettled([broken, ...others].map((one) => storage.save(one)))
    expect(saves[0]).toMatchObject({ status: 'rejected', reason: { name: 'StatementFailed' } })
    expect(saves.slice(1)).toEqual(others.map(() => ({ status: 'fulfilled', value: 'saved' })))
    expect(await storage.findPayment(first.before.id)).toEqual(first.before)
  })

  it('each get their own result', async () => {
    const { add } = await aDatabaseOfNodes()
    const { storage } = await add()
    const creations = Array.from({ length: 3 }, () => aCreation())
    for (const creation of creations) await storage.create(creation)
    const [a, b, c] = creations.map(({ payment }) => payment) as [Payment, Payment, Payment]
    const idempotency = anIdempotencyRecord()
    await storage.create(aCreation({}, { idempotency }))
    await saved(storage, changeBy(b, { type: 'cancel' }))
    const changes = [
      changeBy(a, { type: 'cancel' }, { idempotency }),
      changeBy(b, { type: 'cancel' }),
      changeBy(c, { type: 'cancel' }),
    ]
    const results = await Promise.all(changes.map((change) => storage.save(change)))
    expect(results).toEqual(['idempotency_key_taken', 'lost_race', 'saved'])
  })

  it('of one payment are made one after the other', async () => {
    const { add } = await aDatabaseOfNodes()
    const { storage } = await add()
    const creation = aCreation()
    await storage.create(creation)
    const cancel = changeBy(creation.payment, { type: 'cancel' })
    const results = await Promise.all([cancel, cancel, cancel].map((change) => storage.save(change)))
    expect(results).toEqual(['saved', 'lost_race', 'lost_race'])
  })
})
