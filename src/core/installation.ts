/** One database, and the processes that serve it. */

/** A production database never takes the sandbox's public key, and a sandbox's never takes live money. */
export type InstallationKind = 'sandbox' | 'production'

export type Installation = Readonly<{
  /** Eight letters and digits of Crockford's alphabet in lower case, drawn when the database is made. */
  id: string
  kind: InstallationKind
  createdAtMs: number
}>
