/** `flowlix serve`: production. No default key, https origins, and only an acquirer that can be asked and reversed. */
import { hashApiKey } from '../api/authenticate.ts'
import type { App } from '../app.ts'
import { type Config, ConfigRefused, type Environment } from '../config/read-config.ts'
import { productionRules, type Rules } from '../core/rules.ts'
import type { Acquirer } from '../ports.ts'
import { documentedTestKey } from './api-keys.ts'
import type { Settings } from './read-settings.ts'
import { runGateway } from './run-gateway.ts'

export async function serve({ config, liveAcquirer }: Settings): Promise<void> {
  await runGateway(config, {
    ...productionTimes(liveAcquirer),
    createDatabase: 'production',
    prepare: async (app) => {
      await refuseDocumentedKey(app)
      warnOfLateRequests(app)
    },
    greet: () => {},
  })
}

/** Settings that are right on a laptop and wrong in front of customers must be said aloud. */
export function unsafeForProduction(config: Config, environment: Environment): readonly string[] {
  const mistakes = ['API_URL', 'PAY_URL'].flatMap((name) => {
    const origin = environment[name] ?? ''
    if (origin === '') return [`${name} must be set: it is the public origin`]
    // What is no origin at all has been told already.
    const isSafe = config.allowInsecureHttp || !/^http:/i.test(origin)
    return isSafe ? [] : [`${name} must be https, unless ALLOW_INSECURE_HTTP=true`]
  })
  if (environment.SANDBOX_FAULTS) mistakes.push('SANDBOX_FAULTS is for the sandbox start only')
  return mistakes
}

async function refuseDocumentedKey({ storage, gateway }: App): Promise<void> {
  const hash = hashApiKey(documentedTestKey)
  if ((await storage.findActiveApiKey(hash, gateway.clock.nowMs())) === null) return
  throw new ConfigRefused([
    `DATABASE_URL names a database of the sandbox start, which accepts the public key ${documentedTestKey.slice(0, 11)}…; use another one`,
  ])
}

/** Without a tombstone two approvals of one payment may be live for a while, until the reversal is repeated. */
function warnOfLateRequests({ gateway }: App): void {
  const acquirer = gateway.acquirers.live
  if (acquirer === null || acquirer.capabilities.reversalIsTombstone) return
  gateway.log.warn(
    { acquirer: acquirer.name },
    'this acquirer may take a request that arrives after its reversal',
  )
}

/** The production start's times, with the quiet time that the acquirer asks for. */
export function productionTimes(liveAcquirer: Acquirer | null) {
  return { rules: rulesFor(liveAcquirer), authorizeTimeoutMs: 30_000, inquiryTimeoutMs: 10_000, liveAcquirer }
}

function rulesFor(acquirer: Acquirer | null): Rules {
  const quietMs = Math.max(productionRules.quietMs, (acquirer?.capabilities.quietMs ?? 0) + 30_000)
  return { ...productionRules, quietMs }
}
