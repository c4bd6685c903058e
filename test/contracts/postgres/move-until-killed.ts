/** A process that moves a database, for a test that kills it. Arguments: the file, and the URL of the target. */
import { systemClock } from '../../../src/platform/system-clock.ts'
import { moveDatabase } from '../../../src/storage/move/move-database.ts'

const [from = '', toUrl = ''] = process.argv.slice(2)
process.stdout.write('begun\n')
await moveDatabase({ from, toUrl, clock: systemClock, tell: () => {}, moveMore: async () => {} })
