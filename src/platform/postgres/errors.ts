/** What can go wrong with PostgreSQL. The driver's own errors hold statements and values, so they never leave this folder. */

/** There was no connection, so nothing was sent. */
export class NotConnected extends Error {
  override name = 'NotConnected'
}

/** The connection broke, or was given up, while something was under way. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
}

/** The server refused a statement. Nothing of it was done, unless `endsConnection`. */
export class StatementFailed extends Error {
  override name = 'StatementFailed'
  /** SQLSTATE: five characters, of which the first two are its class. */
  readonly code: string
  readonly constraint: string | null
  /** The server ended the session with this error. */
  readonly endsConnection: boolean

  constructor(message: string, code: string, constraint: string | null, endsConnection: boolean) {
    super(message)
    this.code = code
    this.constraint = constraint
    this.endsConnection = endsConnection
  }
}

type ServerError = Readonly<Record<string, unknown>> & Error

/** A message that is raised by a trigger of ours. Others may quote values. */
const raised = 'P0001'

/** Anything that is not the server's and not about the connection is a fault, and stays as it is. */
export function cleanError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const code = String(error.code)
  return error.name === 'PostgresError'
    ? statementFailed(error as unknown as ServerError, code)
    : new ConnectionLost(`the connection to PostgreSQL is lost: ${code}`)
}

function statementFailed(error: ServerError, code: string): StatementFailed {
  const constraint = textOf(error.constraint_name)
  const place = [constraint, textOf(error.table_name), textOf(error.column_name), textOf(error.routine)]
  const message =
    code === raised
      ? error.message
      : `PostgreSQL refused a statement: ${[code, ...place.filter(Boolean)].join(' ')}`
  const severity = textOf(error.severity)
  return new StatementFailed(message, code, constraint, severity === 'FATAL' || severity === 'PANIC')
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
