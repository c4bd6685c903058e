/** `--deliver-callbacks`: in which modes a merchant is told of each payment at its `callback_url`. */
import { ConfigRefused } from '../config/read-config.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'
import {
  findCallbackEndpoint,
  startCallbacks,
  stopCallbacks,
} from '../operations/webhooks/deliver-callbacks.ts'
import { ulid } from '../platform/ids.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import { systemClock as clock } from '../platform/system-clock.ts'
import { systemRandom as random } from '../platform/system-random.ts'
import type { Storage } from '../ports/storage.ts'
import type { Context, Input, Option } from './command.ts'
import { logChange } from './log-change.ts'
import { UsageError } from './mistakes.ts'
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

/** Returns what makes the change, so that nothing else has changed if it is not possible. */
export async function planCallbackModes(
  storage: Storage,
  { id: merchantId }: Merchant,
  modes: readonly Mode[],
  context: Context,
): Promise<() => Promise<readonly string[]>> {
  const changing: { owner: Owner; isOn: boolean }[] = []
  for (const mode of ['test', 'live'] as const) {
    const owner = { merchantId, mode }
    const isOn = (await findCallbackEndpoint(storage, owner)) !== null
    if (isOn !== modes.includes(mode)) changing.push({ owner, isOn })
  }
  const needsKey = changing.some(({ isOn }) => !isOn)
  const secrets = needsKey ? await openSecrets(storage, context) : null
  if (needsKey && secrets === null) throw new ConfigRefused([noKey])
  return () => change(storage, changing, secrets, context)
}

type Owner = Readonly<{ merchantId: string; mode: Mode }>

/** Returns lines with the secrets that were made, which cannot be shown again. */
async function change(
  storage: Storage,
  changing: readonly Readonly<{ owner: Owner; isOn: boolean }>[],
  secrets: SecretBox | null,
  context: Context,
): Promise<readonly string[]> {
  const newUlid = (atMs: number): string => ulid(atMs, random.bytes(10))
  const lines: string[] = []
  for (const { owner, isOn } of changing) {
    if (isOn || secrets === null) {
      note(context, await stopCallbacks({ storage, clock }, owner))
      continue
    }
    const started = await startCallbacks({ storage, clock, random, newUlid, secrets }, owner)
    if (started === null) continue
    note(context, started.endpointId)
    lines.push(`Signing secret of the ${owner.mode} callbacks (${started.endpointId}): ${started.secret}`)
  }
  return lines
}

const noKey =
  'ENCRYPTION_KEY must be set to the same value as for "flowlix serve": it encrypts the signing secrets that --deliver-callbacks creates'

function note({ terminal }: Context, endpointId: string | null): void {
  if (endpointId !== null) logChange(terminal, 'webhook_endpoint_changed', `webhook endpoint ${endpointId}`)
}
