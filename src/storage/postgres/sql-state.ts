/** What PostgreSQL says about a failure: five characters, of which the first two are its class. */

/** Null when the error is not PostgreSQL's. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== 'PostgresError' || !('code' in error)) return null
  return String(error.code)
}
