/** The database that a setting names cannot be used as it is. Its message is one sentence for the operator. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused'
}

/** Its file is damaged. */
export class DatabaseDamaged extends DatabaseRefused {
  override name = 'DatabaseDamaged'
}
