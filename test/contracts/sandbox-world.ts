/** A sandbox acquirer on a book of its own, in a file or in PostgreSQL, with a clock that tests move. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { OpenAcquirer, Subject } from '../../acquirer-contract/src/acquirer-contract.ts'
import { noFaults, type SandboxFaults } from '../../src/acquirers/sandbox/faults.ts'
import type { BookPlace } from '../../src/acquirers/sandbox/open-book.ts'
import { openSandbox, type Sandbox } from '../../src/acquirers/sandbox/sandbox-acquirer.ts'
import { poolOptions, usualPostgresSettings } from '../../src/platform/postgres/driver-options.ts'
import type { PoolOptions } from '../../src/platform/postgres/pool.ts'
import type { Log, Random } from '../../src/ports/system.ts'
import { TestClock } from '../../verification/app/test-clock.ts'
import { createDatabase } from '../../verification/postgres/databases.ts'
import { quietLog } from './sqlite/database-file.ts'

export const bankUrl = 'https://pay.example'
export const refundDelayMs = 1_000

/** Cards of the sandbox. */
const cards = {
  approvedPan: '4111111111111111',
  declinedPan: '4000000000000002',
  challengedPan: '4635440000002223',
}

export type BookKind = 'sqlite' | 'postgres'

export type SandboxWorld = OpenAcquirer &
  typeof cards &
  Readonly<{
    sandbox: Sandbox
    clock: TestClock
    faults: SandboxFaults
    place: BookPlace
    warnings: Readonly<Record<string, unknown>>[]
    /** The same book in another process, or after a restart. */
    reopen(): Sandbox
    /** Everything that the book holds on disk. */
    writtenBytes(): Promise<Buffer>
    answerChallenge(url: string, form: string): Promise<Response>
  }>

export const sandboxSubject = (kind: BookKind): Subject => ({
  name: `the sandbox on ${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`,
  ...cards,
  methodPan: '4000000000003220',
  canSettle: true,
  open: () => openSandboxWorld(kind),
})

/** The sandbox as another kind of acquirer. */
export const unusualSandbox = (name: string, abilities: Partial<SandboxFaults>): Subject => ({
  ...sandboxSubject('sqlite'),
  name,
  tombstoneAfterMs: abilities.reversalDelayMs ?? 0,
  open: () => openSandboxWorld('sqlite', abilities),
})

export async function openSandboxWorld(
  kind: BookKind = 'sqlite',
  abilities: Partial<SandboxFaults> = {},
): Promise<SandboxWorld> {
  const { place, writtenBytes, remove } = kind === 'sqlite' ? ownFile() : await ownDatabase()
  const clock = new TestClock()
  const faults = { ...noFaults(), ...abilities }
  const warnings: SandboxWorld['warnings'] = []
  const log: Log = { ...quietLog, warn: (fields, message) => void warnings.push({ ...fields, message }) }
  const reopen = () => reopenSandbox(place, clock, faults, log)
  const sandbox = reopen()
  const answerChallenge = async (url: string, body: string) =>
    sandbox.pages.request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
  return {
    nowMs: () => clock.nowMs(),
    // Its own name is reserved.
    acquirer: { ...sandbox.acquirer, name: 'a sandbox' },
    ...cards,
    passChallenge: async ({ url }) => {
      const page = await (await answerChallenge(url, 'code=123456&outcome=pass')).text()
      const result = /bank_result=([A-Za-z0-9_-]+)/.exec(page)?.[1]
      return result === undefined ? {} : { bank_result: result }
    },
    settle: async () => {
      faults.settled = 1
    },
    finishRefunds: () => clock.advance(refundDelayMs),
    close: async () => {
      await sandbox.close()
      await remove()
    },
    sandbox,
    clock,
    faults,
    place,
    warnings,
    reopen,
    writtenBytes,
    answerChallenge,
  }
}

type Kept = Pick<SandboxWorld, 'place' | 'writtenBytes'> & Readonly<{ remove(): Promise<void> }>

function ownFile(): Kept {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-sandbox-'))
  return {
    place: join(folder, 'bank.db'),
    writtenBytes: async () =>
      Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function ownDatabase(): Promise<Kept> {
  const { url, drop } = await createDatabase({
    name: 'sandbox_book',
    fill: async (template) => {
      const sandbox = reopenSandbox(poolOf(template), new TestClock())
      await sandbox.ready()
      await sandbox.close()
    },
  })
  return { place: poolOf(url), writtenBytes: () => everyRowOf(url), remove: drop }
}

export function poolOf(url: string): PoolOptions {
  return { ...poolOptions(url, usualPostgresSettings), connectionsMax: 4, deadlineMs: 10_000 }
}

async function everyRowOf(url: string): Promise<Buffer> {
  const sql = postgres(url, { max: 1 })
  try {
    const tables = await sql`select tablename from pg_tables where schemaname = 'flowlix_sandbox'`
    const rows = await Promise.all(
      tables.map(({ tablename }) => sql.unsafe(`select t::text as row from flowlix_sandbox.${tablename} t`)),
    )
    return Buffer.from(rows.flatMap((some) => some.map(({ row }) => row)).join('\n'))
  } finally {
    await sql.end()
  }
}

export function reopenSandbox(
  place: BookPlace,
  clock: TestClock,
  faults = noFaults(),
  log = quietLog,
): Sandbox {
  return openSandbox({
    place,
    log,
    clock,
    random: repeatableRandom(),
    bankUrl,
    refundDelayMs,
    faults,
  })
}

let worlds = 0

/** The same in every run, so that no test meets a marked number by chance. */
function repeatableRandom(): Random {
  let count = 0
  const world = worlds++
  const digest = () => createHash('sha256').update(`sandbox ${world} ${count++}`).digest()
  return {
    bytes: (length) => digest().subarray(0, length),
    fraction: () => digest().readUInt32BE() / 2 ** 32,
  }
}
