/** A sandbox acquirer on a file of its own, with a clock that tests move. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenAcquirer, Subject } from '../../acquirer-contract/src/acquirer-contract.ts'
import { noFaults, type SandboxFaults } from '../../src/acquirers/sandbox/faults.ts'
import { openSandbox, type Sandbox } from '../../src/acquirers/sandbox/sandbox-acquirer.ts'
import type { Random } from '../../src/ports.ts'
import { TestClock } from '../../verification/app/test-clock.ts'
import { quietLog } from './sqlite/database-file.ts'

export const bankUrl = 'https://pay.example'
export const refundDelayMs = 1_000

/** Cards of the sandbox. */
const cards = {
  approvedPan: '4111111111111111',
  declinedPan: '4000000000000002',
  challengedPan: '4635440000002223',
}

export type SandboxWorld = OpenAcquirer &
  typeof cards &
  Readonly<{
    sandbox: Sandbox
    clock: TestClock
    faults: SandboxFaults
    file: string
    /** Everything that the book has written to disk. */
    writtenBytes(): Buffer
    answerChallenge(url: string, form: string): Promise<Response>
  }>

export const sandboxSubject: Subject = {
  name: 'the sandbox',
  ...cards,
  methodPan: '4000000000003220',
  canSettle: true,
  open: async () => openSandboxWorld(),
}

export function openSandboxWorld(): SandboxWorld {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-sandbox-'))
  const file = join(folder, 'bank.db')
  const clock = new TestClock()
  const faults = noFaults()
  const sandbox = reopenSandbox(file, clock, faults)
  const answerChallenge = async (url: string, body: string) =>
    sandbox.pages.request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
  return {
    acquirer: sandbox.acquirer,
    ...cards,
    passChallenge: async ({ url }) => {
      await answerChallenge(url, 'code=123456&outcome=pass')
    },
    settle: async () => {
      faults.settled = 1
    },
    finishRefunds: () => clock.advance(refundDelayMs),
    close: async () => {
      await sandbox.close()
      rmSync(folder, { recursive: true, force: true })
    },
    sandbox,
    clock,
    faults,
    file,
    writtenBytes: () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))),
    answerChallenge,
  }
}

export function reopenSandbox(file: string, clock: TestClock, faults = noFaults()): Sandbox {
  return openSandbox({
    file,
    log: quietLog,
    clock,
    random: repeatableRandom(),
    bankUrl,
    refundDelayMs,
    faults,
  })
}

/** The same in every run, so that no test meets a marked number by chance. */
function repeatableRandom(): Random {
  let count = 0
  const digest = () => createHash('sha256').update(`sandbox ${count++}`).digest()
  return {
    bytes: (length) => digest().subarray(0, length),
    fraction: () => digest().readUInt32BE() / 2 ** 32,
  }
}
