/** What verifying a database has found. */
import type { Installation } from '../core/installation.ts'

export type Verification = Readonly<{
  installation: Installation
  payments: number
  events: number
  /** SHA-256 over the id and the newest hash of every payment, in the order of ids: two databases with one head are equal. */
  head: string
  /** The head recorded when a backup was made; null if there is none. */
  expectedHead: string | null
  /** What the database itself finds wrong with its file and its rows. */
  damage: readonly string[]
  /** What differs from the tables, indexes and guards that the migrations make. */
  schemaDifferences: readonly string[]
  differenceCount: number
  /** The first of them. */
  differences: readonly Readonly<{ paymentId: string; difference: string }>[]
}>
