/**
 * One life of a process, from its start to its death. What was on its way to it when it died never arrives: its
 * promises never settle, which is what death looks like. A frozen process gets everything late, in random order.
 */
export class Life {
  readonly name: string
  isDead = false
  frozenUntilMs = 0
  readonly freezes: { readonly fromMs: number; readonly untilMs: number }[] = []
  readonly startedAtMs: number
  /** By how much its wall clock is wrong now. */
  clockErrorMs: () => number = () => 0

  constructor(name: string, startedAtMs: number) {
    this.name = name
    this.startedAtMs = startedAtMs
  }
}
