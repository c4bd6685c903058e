/** Walks through every payment of a SQLite database in one snapshot and verifies it. */
import { createHash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { inWords } from '../../platform/file-trouble.ts'
import type { Verification } from '../verification.ts'
import {
  differenceOf,
  type EventRow,
  type PublicEventRow,
  type Row,
  type StoredPayment,
} from '../verify-payment.ts'
import { Walk } from '../walk.ts'
import { attemptsText, readAttempts } from './attempts.ts'
import { readInstallation } from './installation.ts'
import { openExisting } from './open-existing.ts'
import { readRefunds, refundsText } from './refunds.ts'
import { brokenReferences, schemaDifferences } from './verify-schema.ts'

const batchSize = 200
const findingsMax = 20

export function verifySqlite(file: string): Omit<Verification, 'expectedHead'> {
  const database = openExisting(file)
  try {
    return verifyOpened(database, file)
  } finally {
    database.close()
  }
}

export function verifyOpened(database: DatabaseSync, file: string): Omit<Verification, 'expectedHead'> {
  const installation = readInstallation(database)
  if (installation === null)
    throw new DatabaseRefused(`The setup of the database ${file} was never finished.`)
  const damage = findDamage(database)
  const hash = createHash('sha256')
  const walk = new Walk()
  try {
    database.exec('begin')
    damage.push(...brokenReferences(database))
    walkThrough(database, walk, (text) => hash.update(text))
    database.exec('commit')
  } catch (error) {
    damage.push(`the payments could not all be read: ${inWords(error)}`)
  }
  return {
    ...{ installation, ...walk.result(), damage },
    schemaDifferences: schemaDifferences(database),
    head: hash.digest('hex'),
  }
}

/** All that SQLite itself can find, indexes included. */
function findDamage(database: DatabaseSync): string[] {
  try {
    const found = database.prepare(`pragma integrity_check(${findingsMax})`).all()
    return found.map((row) => String(row.integrity_check)).filter((finding) => finding !== 'ok')
  } catch (error) {
    return [`SQLite cannot check the file: ${inWords(error)}`]
  }
}

function walkThrough(database: DatabaseSync, walk: Walk, digest: (text: string) => void): void {
  const batch = database.prepare(`select * from payments where id > ? order by id limit ${batchSize}`)
  const parts = {
    attempts: database.prepare(attemptsText),
    refunds: database.prepare(refundsText),
    events: database.prepare(
      `select version, position, events.body, hash, personal_data.body as personal_data
       from events left join personal_data using (payment_number, version, position)
       where payment_number = ? order by version, position`,
    ),
    publicEvents: database.prepare(
      'select id, type, payment_version from webhook_events where payment_number = ?',
    ),
  }
  for (let after = ''; ; ) {
    const rows = batch.all(after) as Row[]
    for (const payment of rows) {
      const stored = withParts(payment, parts)
      walk.add(stored.events.length)
      digest(`${payment.id} ${payment.event_hash}\n`)
      walk.note(String(payment.id), differenceOf(stored))
    }
    if (rows.length < batchSize) break
    after = String(rows.at(-1)?.id)
  }
  noteOrphans(database, walk)
  noteGaps(database, walk)
}

function withParts(
  payment: Row,
  parts: Readonly<Record<'attempts' | 'refunds' | 'events' | 'publicEvents', StatementSync>>,
): StoredPayment {
  const id = payment.id as string
  return {
    payment,
    attempts: readAttempts({ attemptsOf: parts.attempts }, [id]),
    refunds: readRefunds({ refundsOf: parts.refunds }, [id]),
    events: parts.events.all(payment.number as number) as EventRow[],
    publicEvents: parts.publicEvents.all(payment.number as number) as PublicEventRow[],
  }
}

/** Events without their payment, which the first of them names. */
function noteOrphans(database: DatabaseSync, walk: Walk): void {
  const orphans = database
    .prepare(
      `select payment_number as number, min(version * 1000 + position), iif(json_valid(body), body, '{}') ->> '$.terms.id' as id
       from events where payment_number not in (select number from payments) group by payment_number`,
    )
    .iterate()
  for (const { id, number } of orphans) walk.note(String(id ?? number), 'has events, but was removed')
  const ownerless = database
    .prepare(
      `select coalesce(payments.id, payment_number) as id from personal_data
       left join payments on payments.number = payment_number
       where not exists (select 1 from events where events.payment_number = personal_data.payment_number
         and events.version = personal_data.version and events.position = personal_data.position)`,
    )
    .iterate()
  for (const { id } of ownerless) walk.note(String(id), 'has personal data without an event')
}

/** Payments are numbered from 1 without gaps, and none is ever removed. */
function noteGaps(database: DatabaseSync, walk: Walk): void {
  const gaps = database
    .prepare(
      `select previous + 1 as first, number - 1 as last from (
         select number, lag(number, 1, 0) over (order by number) as previous
         from (select number from payments union select payment_number from events)
       ) where number > previous + 1`,
    )
    .iterate()
  for (const { first, last } of gaps)
    if (first === last) walk.note(`payment number ${first}`, 'was removed with all its events')
    else walk.note(`payments number ${first} to ${last}`, 'were removed with all their events')
}
