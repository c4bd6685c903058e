/** A database that is open, with the statements that a connection needs of it. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'

export type Session<Statements> = Readonly<{
  database: DatabaseSync
  identity: string | null
  statements: Statements
  begin: StatementSync
  beginRead: StatementSync
  commit: StatementSync
  rollback: StatementSync
  savepoint: StatementSync
  release: StatementSync
  rollbackToSavepoint: StatementSync
  dataVersion: StatementSync
}>

export function newSession<Statements>(
  database: DatabaseSync,
  identity: string | null,
  statements: Statements,
): Session<Statements> {
  return {
    database,
    identity,
    statements,
    begin: database.prepare('begin immediate'),
    beginRead: database.prepare('begin'),
    commit: database.prepare('commit'),
    rollback: database.prepare('rollback'),
    savepoint: database.prepare('savepoint one_write'),
    release: database.prepare('release one_write'),
    rollbackToSavepoint: database.prepare('rollback to one_write'),
    dataVersion: database.prepare('pragma data_version'),
  }
}
