/**
 * One life of a process, from its start to its death. What was on its way to it when it died never arrives: its
 * promises never settle, which is what death looks like. A frozen process gets everything late, in random order.
 */
import type { Standstill } from './standstill.ts'

export class Life {
  readonly name: string
  isDead = false
  frozenUntilMs = 0
  readonly freezes: { readonly fromMs: number; readonly untilMs: number }[] = []
  readonly startedAtMs: number
  /** When its monotonic clock stood still. */
  readonly standstills: Standstill[] = []

  constructor(name: string, startedAtMs: number) {
    this.name = name
    this.startedAtMs = startedAtMs
  }
}
