/** A disk that fills up under PostgreSQL: nothing new is taken, everything is read, and room is used when there is some. */
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { expect, it } from 'vitest'
import { mountSmallDisk, type SmallDisk } from '../../verification/crash/small-disk.ts'
import { PostgresServer } from '../../verification/postgres/server.ts'
import { createSession, read } from '../stories/payments.ts'
import { create, expectUnavailable, openTwoNodes } from './two-nodes.ts'

const diskMegabytes = 48
const sessionsMax = 2_000
const database = 'small'
const disk = mountSmallDisk(diskMegabytes)
if (disk === null)
  console.warn('skipped: a full disk needs a file system of our own, which only root may mount')

it.skipIf(disk === null)(
  'a full disk refuses new payments with 503, and takes them again when there is room',
  async () => {
    if (disk === null) return
    const server = await PostgresServer.start()
    const admin = postgres(server.url(), { max: 1, onnotice: () => {} })
    try {
      await createOnDisk(admin, disk)
      const nodes = await openTwoNodes(server.url(database))
      const { calm, disturbed } = nodes
      const known = await createSession(calm)
      disk.fill(0)
      let refusal: Response | null = null
      for (let i = 0; refusal === null && i < sessionsMax; i++) {
        const response = await create(calm, `full-${i}`)
        if (response.status !== 201) refusal = response
      }
      if (refusal === null) throw new Error('the full disk was never noticed')
      await expectUnavailable(refusal)
      expect((await read(disturbed, known.id)).id).toBe(known.id)
      disk.empty()
      for (const app of [calm, disturbed]) expect((await create(app, 'again')).status).toBe(201)
      await nodes.close()
    } finally {
      await admin.end()
      await server.remove()
      disk.remove()
    }
  },
)

/** Its tables are on the small disk; the server's log and its write-ahead log are not. */
async function createOnDisk(admin: Sql, { folder }: SmallDisk): Promise<void> {
  const [row] = await admin`select current_setting('data_directory') as folder`
  const { uid, gid } = statSync(String(row?.folder))
  const place = join(folder, 'tables')
  mkdirSync(place)
  chmodSync(folder, 0o755)
  chownSync(place, uid, gid)
  await admin.unsafe(`create tablespace small location '${place}'`)
  await admin.unsafe(`create database ${database} tablespace small`)
}
