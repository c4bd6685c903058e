/** The errors of commands, and the exit statuses of all commands. */

export const exitStatus = {
  done: 0,
  failed: 1,
  /** The command line or the settings are not valid; nothing was done. */
  misused: 2,
  /** Done, but the result needs attention. */
  attention: 3,
} as const

/** The command line is not valid. The message is one sentence without its final period. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Something that the command line names does not exist: one sentence. Nothing was done. */
export class NotFound extends Error {
  override name = 'NotFound'
}

/** A file that the command line names has mistakes; each is a sentence without its final period. */
export class FileRefused extends Error {
  override name = 'FileRefused'
  constructor(file: string, mistakes: readonly string[]) {
    super(`${file} is not valid:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`)
  }
}

/** A running gateway has rejected a request, and done nothing: its own message. */
export class Rejected extends Error {
  override name = 'Rejected'
  readonly code: string | null
  readonly retryAfterMs: number | null
  constructor(message: string, code: string | null, retryAfterMs: number | null) {
    super(message)
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** Valid, but not possible: one sentence. */
export class Refused extends Error {
  override name = 'Refused'
}
