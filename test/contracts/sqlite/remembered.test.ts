/** What is remembered between reads is bounded by bytes, however many rows there are and however large. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Remembered } from '../../../src/storage/sqlite/remembered.ts'
import { aDatabaseFile } from './database-file.ts'

const run = promisify(execFile)

function counted(bytesMax: number, rowBytes: number) {
  const remembered = new Remembered<string>(bytesMax)
  let reads = 0
  const find = (key: string) =>
    remembered.find(key, 0, () => {
      reads++
      return { value: key, bytes: rowBytes }
    })
  /** How many of these are read anew. */
  const readsOf = (keys: readonly string[]): number => {
    reads = 0
    for (const key of keys) expect(find(key)).toBe(key)
    return reads
  }
  return { readsOf }
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `row ${index}`)

describe('remembered rows', () => {
  it('take no more memory than they may', () => {
    const { readsOf } = counted(100_000, 1_000)
    const rows = names(5_000)
    expect(readsOf(rows)).toBe(5_000)
    expect(readsOf(rows.toReversed())).toBeGreaterThanOrEqual(4_900)
  })

  it('stay as long as they are asked for', () => {
    const { readsOf } = counted(100_000, 1_000)
    readsOf(['wanted'])
    for (const row of names(1_000)) readsOf([row, 'wanted'])
    expect(readsOf(['wanted'])).toBe(0)
  })

  it('are small ones only', () => {
    const { readsOf } = counted(10_000_000, 8_193)
    expect(readsOf(['large', 'large'])).toBe(2)
  })
})

describe('payments as large as they may be', () => {
  it('are read by the hundred in a process with little memory', async () => {
    const script = fileURLToPath(new URL('./read-large-payments.ts', import.meta.url))
    const small = '--max-old-space-size=40'
    const { stdout } = await run(process.execPath, [small, script, aDatabaseFile(), '400'])
    expect(stdout).toBe('read 400\n')
  }, 60_000)
})
