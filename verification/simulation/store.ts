/** Where our side's book really is: in plain memory, or in a SQLite file that the real adapter works on. */
import type { Storage } from '../../src/ports/storage.ts'
import type { Life } from './life.ts'

export const storageKinds = ['memory', 'sqlite'] as const
export type StorageKind = (typeof storageKinds)[number]

export interface Store {
  /** A process starts and opens its storage; `die` is called when the storage's trouble is the process's death. */
  openFor(life: Life, die: () => void): Promise<Storage>
  /** A process has died, with whatever it had open. */
  abandon(life: Life): void
  /** What is committed, as an undisturbed process of its own would read it. */
  audit<T>(look: (truth: Storage) => Promise<T>): Promise<T>
  /** The committed version of a payment, 0 when there is none: much cheaper than an audit. */
  versionOf(paymentId: string): Promise<number>
  /** What was written with this version of a payment: its events as JSON, in order. */
  eventsAt(paymentId: string, version: number): Promise<readonly string[]>
  /** When the first delivery is due, whoever may send it; null if nothing waits. */
  nextDeliveryMs(): number | null
  /** What `flowlix verify` says is wrong with it. */
  verify(): readonly string[]
  /** Keeps a copy of what is committed. */
  backUp(): Promise<void>
  /** The copy takes the place of everything. Nobody has the storage open. */
  restore(): Promise<void>
  dispose(): void
}
