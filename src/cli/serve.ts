/** `flowlix serve`: production. No default key, https origins, and only acquirers that can say what became of a request. */
import type { App } from '../app/app.ts'
import type { Config, Environment } from '../config/read-config.ts'
import { settingList } from '../config/settings.ts'
import type { Mode } from '../core/payment/payment.ts'
import { checkAccounts } from '../operations/acquirer/check-accounts.ts'
import type { Command } from './command.ts'
import { productionTimes } from './production-times.ts'
import { requireOwnDatabase } from './require-database.ts'
import { requireEncryptionKey } from './require-encryption-key.ts'
import { runGateway } from './run-gateway.ts'
import { warnAtStart } from './start-warnings.ts'

export const serveCommand: Command = {
  name: 'serve',
  settings: 'serve',
  summary: 'Start the gateway in production.',
  examples: ['API_URL=https://api.example.com PAY_URL=https://pay.example.com flowlix serve'],
  unsafe: unsafeForProduction,
  run: async (_, context) => {
    const { config, openAcquirers } = context
    await requireOwnDatabase(context)
    await runGateway(config, {
      ...productionTimes,
      openAcquirers,
      isSandbox: false,
      createDatabase: 'production',
      prepare: async (app) => {
        await requireEncryptionKey(app)
        await openSandboxForTestKeys(app, config)
        await warnAtStart(app, config)
        // In the background, because a gateway must be able to start while its acquirer is down. To look at the sandbox would
        // create its database.
        void checkAccounts(app.gateway, modesWithAcquirers(config))
      },
      greet: () => {},
    })
  },
}

/** Where there is an acquirer other than the sandbox. */
export function modesWithAcquirers({ testAcquirers }: Pick<Config, 'testAcquirers'>): readonly Mode[] {
  return testAcquirers.length > 0 ? ['live', 'test'] : ['live']
}

/** Settings that are fine on a laptop and unsafe in front of customers must be explicit. */
function unsafeForProduction(config: Config, environment: Environment): readonly string[] {
  const required = settingList.filter(({ requiredBy }) => requiredBy?.includes('serve'))
  const mistakes = required.flatMap(({ name }) => {
    const origin = environment[name] ?? ''
    if (origin === '') return [`${name} must be set to the public origin`]
    // An invalid origin has been reported already.
    const isSafe = config.allowInsecureHttp || !/^http:/i.test(origin)
    return isSafe ? [] : [`${name} must be https, unless ALLOW_INSECURE_HTTP=true`]
  })
  if (environment.SANDBOX_FAULTS) mistakes.push('SANDBOX_FAULTS can only be used with "flowlix dev"')
  return mistakes
}

/** If test payments are expected, a sandbox database that cannot be opened must stop the start. */
async function openSandboxForTestKeys(app: App, { testAcquirers }: Config): Promise<void> {
  if (testAcquirers.length > 0) return
  const keys = await app.storage.listApiKeys(null)
  if (keys.some(({ mode, revokedAtMs }) => mode === 'test' && revokedAtMs === null)) await app.sandbox.ready()
}
