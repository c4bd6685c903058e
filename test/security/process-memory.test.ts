/** The search of a process's memory finds what is there: in strings, in buffers, and across the blocks that it reads. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { freshCard } from '../../verification/scan/marks.ts'
import { searchMemory } from '../../verification/scan/process-memory.ts'

let child: ChildProcess
afterEach(() => child.kill('SIGKILL'))

/** A process that keeps what is written to it, in the form that `keep` gives it. */
async function holder(keep: string, text: string): Promise<number> {
  const program = `process.stdin.once('data', (data) => {
    globalThis.kept = (${keep})(data); data.fill(0); process.stdout.write('kept') })`
  child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin?.write(text)
  if (child.stdout !== null) await once(child.stdout, 'data')
  return child.pid as number
}

describe.skipIf(process.platform !== 'linux')('a card', () => {
  const card = freshCard()
  const asText = JSON.stringify(card)

  it.each([
    ['in a string', '(data) => JSON.parse(data.toString())', { numbers: 1, codesAlone: 1 }],
    ['in its JSON', '(data) => Buffer.from(data)', { numbers: 1, codesInFields: 1 }],
    ['in a string of two bytes a digit', "(data) => data.toString() + '\\u0100'.repeat(20)", { numbers: 1 }],
    ['far into a large buffer', '(data) => Buffer.concat([Buffer.alloc(2 ** 25, 1), data])', { numbers: 1 }],
  ])('%s is found', async (_, keep, expected) => {
    const found = searchMemory(await holder(keep, asText), [card])
    for (const [kind, copies] of Object.entries(expected))
      expect(found[kind as keyof typeof expected].copies, kind).toBeGreaterThanOrEqual(copies)
  })

  it('that was never there is not found', async () => {
    const found = searchMemory(await holder('(data) => data', JSON.stringify(freshCard())), [card])
    expect(found.numbers.copies).toBe(0)
  })
})
