/** `flowlix init`: creates the production database. */
import { openBook } from '../acquirers/sandbox/open-book.ts'
import { postgresSettings } from '../config/database-settings.ts'
import { databaseName } from '../platform/database-url.ts'
import { poolOptions } from '../platform/postgres/driver-options.ts'
import { isPostgresUrl } from '../platform/postgres/postgres-url.ts'
import { systemClock } from '../platform/system-clock.ts'
import { systemRandom } from '../platform/system-random.ts'
import { openStorage } from '../storage/open.ts'
import type { Command, Context } from './command.ts'
import { Refused } from './mistakes.ts'

export const initCommand: Command = {
  name: 'init',
  settings: 'init',
  summary: 'Create the production database.',
  details: ['An existing database is kept, and its schema is upgraded if needed.'],
  examples: ['flowlix init', 'DATABASE_URL=sqlite:/var/lib/flowlix/flowlix.db flowlix init'],
  run: async (_, context) => {
    const { config, terminal } = context
    const name = databaseName(config.databaseUrl)
    if (name === ':memory:')
      throw new Refused('A database in memory is lost when its process ends: set DATABASE_URL to a file.')
    const storage = await openStorage(config.databaseUrl, {
      log: terminal.log,
      clock: systemClock,
      random: systemRandom,
      create: 'production',
      postgres: postgresSettings(config),
    })
    try {
      await makeBook(context)
      const { id } = await storage.installation()
      terminal.out(`The production database ${name} is ready. It belongs to installation ${id}.`)
      if ((await storage.listMerchants()).length === 0)
        terminal.note('Next: flowlix merchants create --name "Your Shop"')
    } finally {
      await storage.close()
    }
  },
}

/** On PostgreSQL, the gateway's own user cannot create anything. */
async function makeBook({ config, terminal }: Context): Promise<void> {
  if (!isPostgresUrl(config.databaseUrl)) return
  const book = openBook(poolOptions(config.databaseUrl, postgresSettings(config)), true, terminal.log)
  try {
    await book.ready()
  } finally {
    await book.close()
  }
}
