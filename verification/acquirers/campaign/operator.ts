/** The operator of a campaign: keeps a copy of the database, puts it back after a loss, and reconciles. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reconcileBooks } from '../../../src/operations/reconciliation/reconcile-books.ts'
import { repairDifference } from '../../../src/operations/reconciliation/repair-books.ts'
import { backUpFile } from '../../../src/storage/backup.ts'
import type { TestClock } from '../../app/test-clock.ts'
import type { Life } from './life.ts'

const fileName = 'flowlix.db'

export class Operator {
  readonly #folder: string
  readonly #clock: TestClock
  readonly #copies = mkdtempSync(join(tmpdir(), 'flowlix-copies-'))
  #copy: string | null = null
  #count = 0

  constructor(folder: string, clock: TestClock) {
    this.#folder = folder
    this.#clock = clock
  }

  get hasCopy(): boolean {
    return this.#copy !== null
  }

  backUp(): void {
    this.#count += 1
    const place = join(this.#copies, String(this.#count))
    mkdirSync(place)
    this.#copy = join(place, fileName)
    backUpFile(join(this.#folder, fileName), this.#copy, this.#clock.nowMs())
  }

  /** No process runs. What happened since the copy is only in the acquirer's book. */
  restore(): void {
    if (this.#copy === null) throw new Error('there is no copy')
    for (const name of readdirSync(this.#folder)) {
      if (name.startsWith(fileName)) rmSync(join(this.#folder, name))
    }
    copyFileSync(this.#copy, join(this.#folder, fileName))
    this.#copy = null
  }

  /** As `flowlix reconcile --repair` does. */
  async reconcile(life: Life): Promise<void> {
    const { gateway } = life.app.app
    const span = { mode: 'test', fromMs: 0, toMs: this.#clock.nowMs() + 1 } as const
    const { differences } = await reconcileBooks(gateway, span)
    for (const difference of differences) await repairDifference(gateway, 'test', difference)
  }

  end(): void {
    rmSync(this.#copies, { recursive: true, force: true })
  }
}
