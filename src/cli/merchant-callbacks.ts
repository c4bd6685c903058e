/** `--deliver-callbacks`: in which modes a merchant is told of each payment at its `callback_url`. */
import type { Merchant } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'
import {
  findCallbackEndpoint,
  startCallbacks,
  stopCallbacks,
} from '../operations/webhooks/deliver-callbacks.ts'
import { ulid } from '../platform/ids.ts'
import { systemClock as clock } from '../platform/system-clock.ts'
import { systemRandom as random } from '../platform/system-random.ts'
import type { Storage } from '../ports/storage.ts'
import type { Context, Input, Option } from './command.ts'
import { logChange } from './log-change.ts'
import { Refused, UsageError } from './mistakes.ts'
import { openSecrets } from './open-secrets.ts'

const choices = {
  live: ['live'],
  test: ['test'],
  both: ['test', 'live'],
  none: [],
} as const satisfies Readonly<Record<string, readonly Mode[]>>
const names = Object.keys(choices)

export const callbackOption = {
  'deliver-callbacks': {
    value: names.join('|'),
    meaning:
      "Whether events are also sent to each payment's callback_url, and in which mode. Prints the signing secret once. Default: none.",
  },
} as const satisfies Readonly<Record<string, Option>>

/** Null if the option was not used. */
export function readCallbackModes({ values }: Input): readonly Mode[] | null {
  const typed = values['deliver-callbacks']
  if (typed === undefined) return null
  if (typed in choices) return choices[typed as keyof typeof choices]
  throw new UsageError(`--deliver-callbacks must be one of ${names.join(', ')}`)
}

/** As the option is typed. */
export async function callbackChoice(storage: Storage, { id: merchantId }: Merchant): Promise<string> {
  const isOn = async (mode: Mode) => (await findCallbackEndpoint(storage, { merchantId, mode })) !== null
  const [test, live] = [await isOn('test'), await isOn('live')]
  if (test && live) return 'both'
  if (test) return 'test'
  return live ? 'live' : 'none'
}

/** Returns lines with the secrets that were made, which cannot be shown again. */
export async function setCallbackModes(
  storage: Storage,
  { id: merchantId }: Merchant,
  modes: readonly Mode[],
  context: Context,
): Promise<readonly string[]> {
  const newUlid = (atMs: number): string => ulid(atMs, random.bytes(10))
  const lines: string[] = []
  for (const mode of ['test', 'live'] as const) {
    const owner = { merchantId, mode }
    const isOn = (await findCallbackEndpoint(storage, owner)) !== null
    if (isOn === modes.includes(mode)) continue
    if (isOn) {
      note(context, await stopCallbacks({ storage, clock }, owner))
      continue
    }
    const secrets = await openSecrets(storage, context)
    if (secrets === null) throw new Refused(noKey)
    const started = await startCallbacks({ storage, clock, random, newUlid, secrets }, owner)
    if (started === null) continue
    note(context, started.endpointId)
    lines.push(`Signing secret of the ${mode} callbacks (${started.endpointId}): ${started.secret}`)
  }
  return lines
}

const noKey =
  '--deliver-callbacks needs ENCRYPTION_KEY, with the same value as for "flowlix serve": it encrypts the signing secrets in the database.'

function note({ terminal }: Context, endpointId: string | null): void {
  if (endpointId !== null) logChange(terminal, 'webhook_endpoint_changed', `webhook endpoint ${endpointId}`)
}
