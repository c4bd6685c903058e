/** An acquirer cannot be used. Each problem is the rest of a sentence that begins with the setting that names the acquirer. */
export class Unfit extends Error {
  override name = 'Unfit'
  readonly problems: readonly [string, ...string[]]

  constructor(...problems: readonly [string, ...string[]]) {
    super(problems[0])
    this.problems = problems
  }
}
