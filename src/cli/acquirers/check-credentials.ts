/** Asks each acquirer at the start whether it accepts its credentials. */
import type { BuiltInAcquirer } from '../../config/acquirer-names.ts'
import { acquirerSettings, neededSettings } from '../../config/acquirer-settings.ts'
import { ConfigRefused } from '../../config/read-config.ts'
import { safeCause } from '../../core/attempt/safe-cause.ts'
import { errorName } from '../../core/error-name.ts'
import type { Mode } from '../../core/payment/payment.ts'
import type { Acquirer } from '../../ports/acquirer.ts'
import type { Log } from '../../ports/system.ts'
import type { Acquirers } from './load-acquirers.ts'

const checkMs = 5_000

/**
 * Throws {@link ConfigRefused} where an acquirer refuses them. One that does not respond is only logged: a gateway must be able to
 * start while its acquirer is down.
 */
export async function checkCredentials(acquirers: Acquirers, log: Log): Promise<void> {
  const modes: readonly Mode[] = ['live', 'test']
  const all = modes.flatMap((mode) => acquirers[mode].map((acquirer) => ({ mode, acquirer })))
  const answers = await Promise.all(
    all.map(async ({ mode, acquirer }) => ({ mode, acquirer, answer: await check(acquirer) })),
  )
  const refused = answers.flatMap(({ mode, acquirer: { name }, answer }) =>
    answer.kind === 'refused'
      ? [`${settingOf(mode, name)} was rejected by ${name}: ${safeCause(answer.reason)}`]
      : [],
  )
  if (refused.length > 0) throw new ConfigRefused(refused)
  for (const { mode, acquirer, answer } of answers) {
    if (answer.kind !== 'unknown') continue
    const fields = { mode, acquirer: acquirer.name, cause: safeCause(answer.cause) }
    log.warn(fields, "the acquirer's credentials could not be checked")
  }
}

type Answer = Awaited<ReturnType<NonNullable<Acquirer['check']>>>

async function check(acquirer: Acquirer): Promise<Answer> {
  const late = Promise.withResolvers<Answer>()
  const timer = setTimeout(() => late.resolve({ kind: 'unknown', cause: 'no answer in time' }), checkMs)
  try {
    const answering = acquirer.check?.(AbortSignal.timeout(checkMs)) ?? { kind: 'accepted' as const }
    return await Promise.race([answering, late.promise])
  } catch (error) {
    return { kind: 'unknown', cause: `the adapter failed (${safeCause(errorName(error))})` }
  } finally {
    clearTimeout(timer)
  }
}

/** Where the operator finds what was refused. */
function settingOf(mode: Mode, name: string): string {
  const list = mode === 'live' ? acquirerSettings.liveAcquirers : acquirerSettings.testAcquirers
  return neededSettings[mode][name as BuiltInAcquirer]?.[0]?.name ?? list.name
}
