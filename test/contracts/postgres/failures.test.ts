/** What the port says when PostgreSQL, or the way to it, fails; and that the storage recovers by itself. */
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Payment } from '../../../src/core/payment/payment.ts'
import { CommitUnknown, type Storage, StorageUnavailable } from '../../../src/ports/storage.ts'
import type { LogFields } from '../../../src/ports/system.ts'
import { Outages } from '../../../src/storage/postgres/outages.ts'
import { aCreation, aMerchant, anApiKey, changeBy, startCommand, startMs } from '../../support/payments.ts'
import { aDatabaseOfNodes, type Nodes } from './nodes.ts'

const soon = { deadlineMs: 1_500 }

async function aPayment(storage: Storage): Promise<Payment> {
  const creation = aCreation()
  await storage.create(creation)
  return creation.payment
}

/** What is logged as a warning. */
function warnings() {
  const lines: Readonly<{ reason: unknown; count: unknown }>[] = []
  const ignore = () => {}
  const warn = ({ reason, count }: LogFields) => lines.push({ reason, count })
  return { lines, log: { debug: ignore, info: ignore, warn, error: ignore } }
}

const cancel = (payment: Payment) => changeBy(payment, { type: 'cancel' })

/** The next writes of payments fail with the code, as often as given. */
async function failWrites({ sql }: Nodes, code: string, times = 1_000): Promise<void> {
  await sql.unsafe(`
    create sequence failures;
    create function fail() returns trigger language plpgsql as $$
    begin
      if nextval('failures') <= ${times} then
        raise exception 'a secret string' using errcode = '${code}';
      end if;
      return new;
    end $$;
    create trigger failing before insert or update on payments for each row execute function fail()`)
}

const connections = ({ sql }: Nodes) => sql`
  select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
    and application_name = 'flowlix'`

async function terminateAll(nodes: Nodes): Promise<void> {
  for (const { pid } of await connections(nodes)) await nodes.sql`select pg_terminate_backend(${pid})`
}

async function untilOneWaits({ sql }: Nodes): Promise<void> {
  for (;;) {
    const [found] = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    if (found !== undefined) return
  }
}

describe('an error of the server', () => {
  it.each(['57014', '53100', '53200', '55P03', '58030', '25006', '40001', '40P01'])(
    '%s says that the storage is unavailable, and that nothing has changed',
    async (code) => {
      const nodes = await aDatabaseOfNodes()
      const { storage } = await nodes.add()
      const payment = await aPayment(storage)
      await failWrites(nodes, code)
      for (const work of [() => storage.save(cancel(payment)), () => storage.create(aCreation())]) {
        const error = await work().catch((reason) => reason)
        expect(error).toBeInstanceOf(StorageUnavailable)
        expect(error.message).toContain(code)
      }
      expect(await storage.findPayment(payment.id)).toEqual(payment)
    },
  )

  it.each(['40003', '08007'])('%s says that the outcome of a commit is unknown', async (code) => {
    const nodes = await aDatabaseOfNodes()
    const { storage } = await nodes.add()
    await failWrites(nodes, code)
    await expect(storage.create(aCreation())).rejects.toBeInstanceOf(CommitUnknown)
  })

  it.each(['40001', '40P01'])('%s that passes is not noticed', async (code) => {
    const nodes = await aDatabaseOfNodes()
    const { storage } = await nodes.add()
    const payment = await aPayment(storage)
    await failWrites(nodes, code, 2)
    expect(await storage.save(cancel(payment))).toBe('saved')
  })

  it('reveals no values, however it is looked at', async () => {
    const { add } = await aDatabaseOfNodes()
    const { storage } = await add()
    const name = `a secret string ${'.'.repeat(300)}`
    const errors = [
      await storage.addMerchant(aMerchant({ id: 'mer_other', name })).catch((error) => error),
      await storage.addApiKey(anApiKey({ merchantId: 'a secret string' })).catch((error) => error),
      await storage.addApiKey(anApiKey({ createdAtMs: 'a secret string' as never })).catch((error) => error),
    ]
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error)
      expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain('a secret string')
    }
  })
})

describe('connections', () => {
  it('that the server has ended are opened again before anybody notices', async () => {
    const nodes = await aDatabaseOfNodes()
    const { storage } = await nodes.add()
    const payment = await aPayment(storage)
    await Promise.all(Array.from({ length: 5 }, () => storage.ping()))
    await terminateAll(nodes)
    while ((await connections(nodes)).length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50))
    await storage.ping()
    expect(await storage.save(cancel(payment))).toBe('saved')
  })

  it('that end in the middle of a lookup are replaced, and it is answered', async () => {
    const { add } = await aDatabaseOfNodes()
    const { storage, proxy } = await add()
    const payment = await aPayment(storage)
    proxy.slow(50)
    const finding = storage.findPayment(payment.id)
    const before = proxy.traffic.queries
    while (proxy.traffic.queries === before) await new Promise((resolve) => setTimeout(resolve, 1))
    proxy.cut()
    expect(await finding).toEqual(payment)
  })

  it('that end after a request was counted do not make it count twice', async () => {
    const { add, sql } = await aDatabaseOfNodes()
    const { storage, proxy } = await add()
    const key = anApiKey()
    await storage.addApiKey(key)
    const lost = proxy.nextCommit('after', 'reset', /into key_usage/)
    const use = { requests: 1, bytes: 0, nowMs: startMs, windowMs: startMs, endedMs: null }
    const using = storage.shared?.useApiKey(key.hash, startMs, use)
    await lost
    expect((await using)?.key.id).toBe(key.id)
    expect(await sql`select requests::int from key_usage`).toEqual([{ requests: 1 }])
  })

  it('that end in the middle of a change leave its outcome unknown', async () => {
    const nodes = await aDatabaseOfNodes()
    const { storage } = await nodes.add()
    const payment = await aPayment(storage)
    await nodes.sql.begin(async (transaction) => {
      await transaction`select from payments where id = ${payment.id} for update`
      const saving = storage.save(cancel(payment)).catch((error) => error)
      await untilOneWaits(nodes)
      await terminateAll(nodes)
      expect(await saving).toBeInstanceOf(CommitUnknown)
    })
    expect(await storage.findPayment(payment.id)).toEqual(payment)
  })

  it('that end in the middle of a claim leave its outcome unknown only if it was being committed', async () => {
    const { add } = await aDatabaseOfNodes()
    const { storage, proxy } = await add()
    const payment = await aPayment(storage)
    const claim = { nowMs: () => payment.expiresAtMs, leaseMs: 1_000, limit: 10 }
    void proxy.nextCommit('after', 'reset')
    await expect(storage.claimDue(claim)).rejects.toBeInstanceOf(CommitUnknown)
    expect(await storage.findPayment(payment.id)).toMatchObject({ version: 2, epoch: 1 })
    proxy.silence()
    const another = await add(soon)
    another.proxy.silence()
    await expect(another.storage.claimDue(claim)).rejects.toBeInstanceOf(StorageUnavailable)
  })

  it('that cannot be had mean that the storage is unavailable until they can', async () => {
    const { add } = await aDatabaseOfNodes()
    const { storage, proxy } = await add()
    const payment = await aPayment(storage)
    await proxy.refuse()
    await expect(storage.save(cancel(payment))).rejects.toBeInstanceOf(Error)
    await expect(storage.save(cancel(payment))).rejects.toBeInstanceOf(StorageUnavailable)
    await expect(storage.findPayment(payment.id)).rejects.toBeInstanceOf(StorageUnavailable)
    await proxy.listenAgain()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await storage.save(cancel(payment))).toBe('saved')
  })
})

describe('a server that goes silent', () => {
  it('is given up in time, and forgotten with all connections to it', async () => {
    const { add } = await aDatabaseOfNodes()
    const { storage, proxy } = await add(soon)
    const payment = await aPayment(storage)
    await Promise.all(Array.from({ length: 5 }, () => storage.ping()))
    proxy.silence()
    const [read, save] = await Promise.allSettled([storage.ping(), storage.save(cancel(payment))])
    expect(read).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) })
    expect(save).toMatchObject({ status: 'rejected', reason: expect.any(CommitUnknown) })
    proxy.speak()
    for (let count = 0; count < 5; count++) await storage.ping()
    expect(await storage.findPayment(payment.id)).toEqual(payment)
  })

  it('costs those that wait behind others no more time than these', async () => {
    const { add } = await aDatabaseOfNodes()
    const { storage, proxy } = await add(soon)
    await Promise.all(Array.from({ length: 5 }, () => storage.ping()))
    proxy.silence()
    const startedMs = performance.now()
    const waiting: Promise<unknown>[] = []
    for (let count = 0; count < 20; count++) {
      waiting.push(storage.findPayment(`pay_${count}`).catch((error) => error))
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    for (const error of await Promise.all(waiting)) expect(error).toBeInstanceOf(StorageUnavailable)
    // Each has its own deadline: together they would have taken ten times as long.
    expect(performance.now() - startedMs).toBeLessThan(20 * 25 + 5 * soon.deadlineMs)
  })
})

it('a server that takes no writes is read, and written again once another one does', async () => {
  const nodes = await aDatabaseOfNodes()
  const setReadOnly = (value: string) =>
    nodes.sql.unsafe(
      `do $$ begin execute format('alter database %I set default_transaction_read_only = ${value}', current_database()); end $$`,
    )
  const { storage } = await nodes.add()
  const payment = await aPayment(storage)
  await setReadOnly('on')
  await terminateAll(nodes)
  while ((await connections(nodes)).length > 0);
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await storage.findPayment(payment.id)).toEqual(payment)
  await expect(storage.save(cancel(payment))).rejects.toBeInstanceOf(StorageUnavailable)
  await nodes.sql.begin('read write', async (transaction) => {
    await transaction.unsafe(
      `do $$ begin execute format('alter database %I reset default_transaction_read_only', current_database()); end $$`,
    )
  })
  for (let tries = 0; ; tries++) {
    const result = await storage.save(cancel(payment)).catch((error) => error)
    if (result === 'saved') break
    expect(tries).toBeLessThan(10)
  }
})

it('no string of a caller makes a statement fail that others share', async () => {
  const { add } = await aDatabaseOfNodes()
  const { storage } = await add()
  const payment = await aPayment(storage)
  const strange = ['a\0b', '"', '\\', '{}', ',', '', 'NULL', '\ud800']
  const finds = [...strange, payment.id].map((id) => storage.findPayment(id))
  expect(await Promise.all(finds)).toEqual([...strange.map(() => null), payment])
  for (const text of strange) {
    expect(await storage.findActiveApiKey(text, startMs)).toBeNull()
    expect(await storage.findMerchant(text)).toBeNull()
    expect(await storage.findIdempotencyRecord(text, text)).toBeNull()
    expect(await storage.listEvents(text)).toEqual([])
    expect(await storage.findLogo(text)).toBeNull()
  }
  expect(await storage.save(changeBy(payment, startCommand(payment)))).toBe('saved')
})

describe('the reason of an outage', () => {
  it('is logged once a minute, by its code, with how often it was met', async () => {
    const nodes = await aDatabaseOfNodes()
    const { lines, log } = warnings()
    const { storage } = await nodes.add({ log })
    await failWrites(nodes, '53100')
    for (let i = 0; i < 3; i++) await expect(storage.create(aCreation())).rejects.toThrow(StorageUnavailable)
    expect(lines).toEqual([
      { reason: expect.stringMatching(/^PostgreSQL refused a statement: 53100/), count: 1 },
    ])
    expect(JSON.stringify(lines)).not.toContain('a secret string')
  })

  it('is logged where only the readiness is asked', async () => {
    const nodes = await aDatabaseOfNodes()
    const { lines, log } = warnings()
    const { storage, proxy } = await nodes.add({ log })
    await proxy.close()
    for (let i = 0; i < 3; i++) await expect(storage.ping()).rejects.toThrow(StorageUnavailable)
    expect(lines.map(({ reason }) => reason)).toContain('the connection to PostgreSQL is lost: ECONNREFUSED')
  })

  it('is told again when a minute has passed, and others are not kept from being told', () => {
    const { lines, log } = warnings()
    const outages = new Outages(log)
    for (const atMs of [0, 1, 59_999, 60_000, 60_001]) outages.note('a', atMs)
    outages.note('b', 60_001)
    expect(lines).toEqual([
      { reason: 'a', count: 1 },
      { reason: 'a', count: 3 },
      { reason: 'b', count: 1 },
    ])
  })
})
