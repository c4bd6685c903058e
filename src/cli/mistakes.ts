/** What a command says no with, and the exit statuses of all commands. */

export const exitStatus = {
  done: 0,
  failed: 1,
  /** The command line or the settings are not usable; nothing was done. */
  misused: 2,
  /** Done, and what was found needs somebody's attention. */
  attention: 3,
} as const

/** The command line is not understood. The message is one sentence, without its full stop. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** What is named is not there: one sentence. Nothing was done, as with any other misuse. */
export class NotFound extends Error {
  override name = 'NotFound'
}

/** Understood, and not possible: one sentence. */
export class Refused extends Error {
  override name = 'Refused'
}
