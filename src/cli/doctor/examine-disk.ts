/** Whether the disk of the embedded database still has space. When it is full, no new payment is accepted. */
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileOf } from '../../platform/database-url.ts'
import { isPostgresUrl } from '../../platform/postgres/postgres-url.ts'
import type { Findings } from './findings.ts'

const enoughMb = 1_000
const bytesPerMb = 1_000_000

export async function examineDisk(databaseUrl: string, findings: Findings): Promise<void> {
  if (isPostgresUrl(databaseUrl)) return
  const folder = dirname(fileOf(databaseUrl))
  const { bavail, bsize } = await statfs(folder)
  const freeMb = Math.floor((bavail * bsize) / bytesPerMb)
  if (freeMb < enoughMb) findings.warning(`The disk of ${folder} has only ${freeMb} MB left.`)
  else findings.ok(`The disk of ${folder} has ${freeMb} MB left.`)
}
