/**
 * The ledger in PostgreSQL, which any number of nodes may write. A change locks what it decides about, reads it, and
 * writes, in one transaction.
 */
import type { Client } from '../../../platform/postgres/client.ts'
import type { Pool } from '../../../platform/postgres/pool.ts'
import {
  type Authorization,
  type BookRefund,
  type BookStore,
  type BookTransaction,
  type Entries,
  type Incident,
  paymentKeyOf,
  type References,
} from '../book-store.ts'
import { bucketCount } from './schema.ts'
import {
  findAuthorizations,
  findChallenge,
  findRefunds,
  findTombstone,
  listIncidents,
  listTransactions,
  lockBuckets,
  penOf,
  type Statement,
} from './statements.ts'

/** `open` resolves once the tables are there. */
export function postgresBook(open: () => Promise<Pool>, close: () => Promise<void>): BookStore {
  const use = async <T>(work: (client: Client) => Promise<T>): Promise<T> => (await open()).use(work)
  // The tables' checks hold the values to these types.
  const list = <T>(text: string, values: readonly (string | number)[]) =>
    use((client) => client.query(text, values)) as Promise<unknown> as Promise<readonly T[]>
  return {
    ready: async () => {
      await open()
    },
    change: (references, decide) =>
      use((client) =>
        inTransaction(client, async () => {
          const statements: Statement[] = []
          const value = decide(await lockedEntries(client, references), penOf(statements))
          return { value, statements }
        }),
      ),
    read: (reference, look) =>
      use(async (client) => look(entriesOf([reference], await readEntries(client, [reference], false)))),
    findChallenge: async (challengeId) =>
      (await list<Authorization>(findChallenge, [challengeId]))[0] ?? null,
    transactions: (nowMs) => list<BookTransaction>(listTransactions, [nowMs]),
    incidents: () => list<Incident>(listIncidents, []),
    close,
  }
}

type Decided<T> = Readonly<{ value: T; statements: readonly Statement[] }>

async function inTransaction<T>(client: Client, decide: () => Promise<Decided<T>>): Promise<T> {
  const begun = client.query('begin isolation level read committed')
  try {
    const [, { value, statements }] = await allOf([begun, decide()])
    await allOf([...statements.map((statement) => client.query(...statement)), client.query('commit')])
    return value
  } catch (error) {
    // After a commit there is nothing to roll back, and where the connection broke the server does it.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function lockedEntries(client: Client, references: References): Promise<Entries> {
  const buckets = [...new Set(references.map((reference) => bucketOf(reference ?? '')))]
  const locked = client.query(lockBuckets, [`{${buckets.join()}}`])
  const [, found] = await allOf([locked, readEntries(client, references, true)])
  return entriesOf(references, found)
}

/** Waits for all, so that nothing is under way behind an error. */
async function allOf<T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  await Promise.allSettled(work)
  return Promise.all(work)
}

type Found = readonly [readonly Authorization[], readonly BookRefund[], isTombstone: boolean]

async function readEntries(client: Client, references: References, isToChange: boolean): Promise<Found> {
  const [reference, originalReference = null] = references
  const [authorizations, refunds, tombstones] = await allOf([
    client.query(findAuthorizations(isToChange), [reference, originalReference]),
    client.query(findRefunds(isToChange), [reference, originalReference]),
    client.query(findTombstone, [reference]),
  ])
  return [
    authorizations as unknown as readonly Authorization[],
    refunds as unknown as readonly BookRefund[],
    tombstones.length > 0,
  ]
}

function entriesOf(known: References, [authorizations, refunds, isTombstone]: Found): Entries {
  const require = (reference: string): void => {
    if (!known.includes(reference)) throw new Error('this entry was not read')
  }
  return {
    authorization: (reference) => {
      require(reference)
      return authorizations.find((one) => one.reference === reference) ?? null
    },
    refund: (reference) => {
      require(reference)
      return refunds.find((one) => one.reference === reference) ?? null
    },
    refundsOf: (originalReference) => {
      require(originalReference)
      return refunds.filter((one) => one.originalReference === originalReference)
    },
    isTombstone: (reference) => {
      if (reference !== known[0]) throw new Error('this entry was not read')
      return isTombstone
    },
  }
}

/** The attempts of a payment share one, so that two approvals at the same moment see each other. */
function bucketOf(reference: string): number {
  let hash = 0x811c9dc5
  for (const character of paymentKeyOf(reference))
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0
  return hash % bucketCount
}
