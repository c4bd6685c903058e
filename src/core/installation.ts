/** One database, and the processes that serve it. */

/** A production database never accepts the sandbox's public key, and a sandbox database never takes live payments. */
export type InstallationKind = 'sandbox' | 'production'

export type Installation = Readonly<{
  /** Eight characters of Crockford's Base32 alphabet in lowercase, drawn at random when the database is created. */
  id: string
  kind: InstallationKind
  createdAtMs: number
}>
