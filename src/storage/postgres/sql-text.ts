/** What PostgreSQL says about a failure, and strings as its statements contain them. */

/** Five characters, of which the first two are a class. Null when the error is not PostgreSQL's. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== 'PostgresError' || !('code' in error)) return null
  return String(error.code)
}

/** Only for strings of ours, where a statement takes no parameters. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
