/** The databases of a release with payments in them, packed into files that the tests of later versions unpack. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { databaseFile, freePort, GatewayProcess, sandboxDatabaseFile } from '../gateway-process.ts'
import { type Recorded, recordPayments } from './recorded-payments.ts'

/** Both databases, compressed, and what the API said about what is in them. */
export type Fixture = Readonly<{ database: Buffer; acquirer: Buffer; recorded: Recorded }>

/** Of the gateway as it is built. */
export async function makeFixture(): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-fixture-'))
  const gateway = new GatewayProcess({
    folder,
    port: await freePort(),
    environment: { SANDBOX_REFUND_MS: '1' },
  })
  try {
    await gateway.ready()
    const recorded = await recordPayments(gateway.url)
    // Stopping in good order moves everything from the log files into the databases.
    await gateway.stop()
    const packed = (file: string) => gzipSync(readFileSync(file), { level: 9 })
    return { database: packed(databaseFile(folder)), acquirer: packed(sandboxDatabaseFile(folder)), recorded }
  } finally {
    await gateway.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `name` without an ending. */
export function writeFixture(name: string, { database, acquirer, recorded }: Fixture): readonly string[] {
  const files = [`${name}.db.gz`, `${name}-acquirer.db.gz`, `${name}.json`] as const
  writeFileSync(files[0], database)
  writeFileSync(files[1], acquirer)
  writeFileSync(files[2], `${JSON.stringify(recorded, null, 2)}\n`)
  return files
}

export function readFixture(name: string): Fixture {
  return {
    database: readFileSync(`${name}.db.gz`),
    acquirer: readFileSync(`${name}-acquirer.db.gz`),
    recorded: JSON.parse(readFileSync(`${name}.json`, 'utf8')),
  }
}

/** Puts the databases where a gateway of this folder looks for them. */
export function unpackFixture({ database, acquirer }: Fixture, folder: string): void {
  writeFileSync(databaseFile(folder), gunzipSync(database), { mode: 0o600 })
  writeFileSync(sandboxDatabaseFile(folder), gunzipSync(acquirer), { mode: 0o600 })
}
