/** Why a PostgreSQL database cannot be opened, in a sentence for the operator. */
import { DatabaseRefused } from '../../platform/database-refused.ts'
import { StorageUnavailable } from '../../ports/storage.ts'
import { sqlState } from './sql-text.ts'

/** What only the operator can change, by SQLSTATE or by the name of the system's error. */
const mistakes: Readonly<Record<string, string>> = {
  '28P01': 'the password is wrong, or there is no such user',
  '28000': 'the server does not accept this user from this machine: see its pg_hba.conf',
  '3D000': 'there is no such database: create it first, as docs/postgresql.md describes',
  '42501':
    'the user may not do what is needed: run "flowlix init" as the owner of the database, and grant the rights that docs/postgresql.md lists',
  ENOTFOUND: 'the host is not known',
  ENOENT: 'there is no socket in that folder',
  EACCES: 'the socket may not be used',
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  SELF_SIGNED_CERT_IN_CHAIN:
    "the server's certificate is not trusted: set DATABASE_CA_FILE to the certificate of its authority",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is not trusted: set DATABASE_CA_FILE to it",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "the server's certificate is not trusted: set DATABASE_CA_FILE to the certificate of its authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "the server's certificate is not trusted: set DATABASE_CA_FILE to the certificate of its authority",
}

/** What may pass. */
const troubles: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the server closed the connection',
  EPIPE: 'the server closed the connection',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the server does not answer',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  CONNECT_TIMEOUT: 'the server does not answer',
  CONNECTION_CLOSED: 'the server closed the connection',
  CONNECTION_ENDED: 'the server closed the connection',
  CONNECTION_DESTROYED: 'the server closed the connection',
  '53300': 'the server has no connection left: raise max_connections, or lower DATABASE_CONNECTIONS',
  '55P03': 'another session is using its tables',
  '57P01': 'the server is shutting down',
  '57P02': 'the server has crashed',
  '57P03': 'the server is starting',
  '25006': 'it accepts only reads',
}

/** What is left of a server that was spoken to in TLS and does not understand it. */
const closed: ReadonlySet<string> = new Set(['ECONNRESET', 'EPROTO', 'CONNECTION_CLOSED'])
const noTls = 'the server closed the connection, perhaps because it does not offer TLS'

/** Faults stay as they are. The driver's own errors may quote statements, so they are not shown. */
export function asStartFailure(error: unknown, name: string, isEncrypted: boolean): unknown {
  const code = codeOf(error)
  if (code === null || error instanceof DatabaseRefused) return error
  const mistake = mistakes[code]
  if (mistake !== undefined) return new DatabaseRefused(sentence(name, mistake), { cause: error })
  if (isEncrypted && closed.has(code)) return new StorageUnavailable(sentence(name, noTls), { cause: error })
  const trouble = troubles[code] ?? (sqlState(error) === null && code.startsWith('E') ? code : undefined)
  if (trouble !== undefined) return new StorageUnavailable(sentence(name, trouble), { cause: error })
  return error
}

function sentence(name: string, reason: string): string {
  return `The database ${name} cannot be opened: ${reason}.`
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}
