/** A sandbox and a production installation never use each other's database. */
import type { Installation, InstallationKind } from '../core/installation.ts'
import { DatabaseRefused } from '../platform/database-refused.ts'

/** `name` is the database's, for messages. Null, as what is wanted, accepts any. */
export function requireKind(found: Installation | null, wanted: InstallationKind | null, name: string): void {
  if (found === null || wanted === null || found.kind === wanted) return
  throw new DatabaseRefused(
    found.kind === 'sandbox'
      ? `The database ${name} belongs to a sandbox and cannot be used in production: set DATABASE_URL to another database.`
      : `The database ${name} belongs to a production installation and cannot be used as a sandbox: set DATABASE_URL to another database.`,
  )
}
