/** What the contract needs to know about an engine, besides the port: how to open it, break it, and bypass the port. */
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../../src/ports/storage.ts'

/** A test names what an engine cannot do, so that a suite which does not run was decided, not forgotten. */
export type Capability =
  /** Its data outlives the process. */
  | 'durability'
  /** Statements can be sent to it past the port, and it refuses the wrong ones. */
  | 'raw access'
  /** It can be made to fail. */
  | 'failures'

export type Engine = Readonly<{
  name: string
  lacks: readonly Capability[]
  /** A new and empty one. */
  open(): Promise<Opened>
}>

export type Opened = Readonly<{
  storage: Storage
  /** Ends the first one without a word, as a crash does, and opens the same data again. */
  reopen?(): Promise<Storage>
  raw?(): Promise<RawDatabase>
  failing?: Failing
}>

export type RawValue = string | number | null
export type RawRow = Readonly<Record<string, RawValue>>
export type RawStatement = readonly [sql: string, ...values: RawValue[]]

/** The database for someone who can run any statement. `?` stands for a value, whatever the engine. */
export interface RawDatabase {
  /** Runs the statements in one transaction and rolls it back. Resolves with how many rows the last one changed. */
  tryOut(...statements: readonly RawStatement[]): Promise<number>
  rows(...statement: RawStatement): Promise<readonly RawRow[]>
  /** Which of the database's own rules was broken; null for a rule of ours, which has a message of ours. */
  brokenRule(error: unknown): BrokenRule | null
  /** The condition for the events of the payment with an id. */
  readonly eventsOfPayment: string
  /** Columns that the engine fills by itself, as `table.column`. */
  readonly ownColumns: readonly string[]
  close(): Promise<void>
}

export type BrokenRule = 'check' | 'unique' | 'reference' | 'type'

export interface Failing {
  /** Nothing can be written until what is returned is called. */
  stopWrites(): Promise<() => Promise<void>>
  /** The next commit ends without saying whether it was made. */
  loseNextCommit(isMade: boolean): void
}

export const lacks = (engine: Engine, capability: Capability): boolean => engine.lacks.includes(capability)

/** The suite, or a visible sentence if the engine says that it cannot pass it. */
export function describeIfAble(
  engine: Engine,
  capability: Capability,
  name: string,
  suite: () => void,
): void {
  if (!lacks(engine, capability)) describe(name, suite)
  else
    it(`${name}: not required, because it has no ${capability}`, () =>
      expect(engine.lacks).toContain(capability))
}

/** Fails where an engine has neither the capability nor a word about it. */
export function required<T>(part: T | undefined, capability: Capability): T {
  if (part === undefined) throw new Error(`the engine has no ${capability}, and does not say so`)
  return part
}

type Reopened = { readonly engine: Engine; storage: Storage; reopen(): Promise<Storage> }

/** What lives in memory is not opened again. */
export async function reopenIfDurable(subject: Reopened): Promise<void> {
  if (!lacks(subject.engine, 'durability')) subject.storage = await subject.reopen()
}
