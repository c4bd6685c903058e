/** From starting the built gateway on an empty folder to its first good answer; the median of several starts. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, GatewayProcess } from '../verification/gateway-process.ts'
import { median } from './median.ts'

const starts = 5

export async function coldStartMs(): Promise<number> {
  const timesMs: number[] = []
  for (let i = 0; i < starts; i++) timesMs.push(await oneStartMs())
  return median(timesMs)
}

async function oneStartMs(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-cold-'))
  const port = await freePort()
  const startedAtMs = performance.now()
  const gateway = new GatewayProcess({ folder, port })
  try {
    await gateway.ready()
    return performance.now() - startedAtMs
  } finally {
    await gateway.kill()
    rmSync(folder, { recursive: true })
  }
}
