/** The storage contract on SQLite, in a file and in memory. */

import { describeStorage } from '../storage/contract.ts'
import { aDatabaseFile, openQuietly } from './database-file.ts'

describeStorage('a SQLite file', async () => {
  const file = aDatabaseFile()
  return {
    storage: await openQuietly(file),
    // The first connection is left as it is: only what is on the disk counts.
    reopen: () => openQuietly(file),
  }
})

describeStorage('a SQLite database in memory', async () => ({ storage: await openQuietly(':memory:') }))
