/** `flowlix init`: the production database, made on purpose. */
import { fileOf } from '../config/kinds.ts'
import { openStorage } from '../storage/open.ts'
import type { Command } from './command.ts'
import { Refused } from './mistakes.ts'

export const initCommand: Command = {
  name: 'init',
  settings: 'init',
  summary: 'Make the production database.',
  details: ['A database that is there already stays as it is, but for upgrades of its schema.'],
  examples: ['flowlix init', 'DATABASE_URL=sqlite:/var/lib/flowlix/flowlix.db flowlix init'],
  run: async (_, { config, terminal }) => {
    const file = fileOf(config.databaseUrl)
    if (file === ':memory:')
      throw new Refused('A database in memory ends with its process: set DATABASE_URL to a file.')
    const storage = await openStorage(config.databaseUrl, { log: terminal.log, create: 'production' })
    try {
      const { id } = await storage.installation()
      terminal.out(`The production database ${file} is ready. It belongs to installation ${id}.`)
      if ((await storage.listMerchants()).length === 0)
        terminal.note('Next: flowlix merchants create --name "Your Shop"')
    } finally {
      await storage.close()
    }
  },
}
