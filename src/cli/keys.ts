/** `flowlix keys create|list|revoke`. */
import type { ApiKey } from '../core/api-key.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Mode } from '../core/payment/payment.ts'
import { systemClock } from '../platform/system-clock.ts'
import type { Storage } from '../ports/storage.ts'
import { type Command, type Context, type Input, sandboxOption } from './command.ts'
import { findMerchant } from './find-named.ts'
import { obstacles } from './key-obstacles.ts'
import { logChange } from './log-change.ts'
import { NotFound, Refused, UsageError } from './mistakes.ts'
import { withStorage } from './open-data.ts'
import { readTime, showTime } from './read-time.ts'
import { keyRecord } from './records.ts'
import { newSecretKey } from './secret-key.ts'
import { table } from './terminal.ts'

const createCommand: Command = {
  name: 'keys create',
  settings: 'keys',
  summary: 'Create a secret API key for a merchant and print it, once.',
  details: ['Standard output contains only the key. The database stores only its hash.'],
  options: {
    merchant: {
      value: '<id>',
      meaning: 'The ID of the merchant; see "flowlix merchants list".',
      isRequired: true,
    },
    mode: {
      value: 'test|live',
      meaning: 'The mode of the key. Test keys never move money.',
      isRequired: true,
    },
    expires: {
      value: '<date>',
      meaning: 'The date when the key expires, such as 2027-01-31. Default: never.',
    },
    ...sandboxOption,
  },
  examples: [
    'flowlix keys create --merchant mer_01... --mode test',
    'flowlix keys create --merchant mer_01... --mode live --expires 2027-01-31 > key.txt',
  ],
  run: (input, context) => {
    const wish = readWish(input)
    return withStorage(context, (storage) => create(storage, wish, context))
  },
}

const listCommand: Command = {
  name: 'keys list',
  settings: 'keys',
  summary: 'List API keys, with their dates and when they were last used.',
  options: { merchant: { value: '<id>', meaning: 'Only list the keys of this merchant.' }, ...sandboxOption },
  examples: ['flowlix keys list', 'flowlix keys list --merchant mer_01...'],
  run: ({ values }, context) =>
    withStorage(context, async (storage) => {
      const merchant = values.merchant === undefined ? null : await findMerchant(storage, values.merchant)
      context.terminal.out(...(await list(storage, merchant)))
    }),
}

const revokeCommand: Command = {
  name: 'keys revoke',
  settings: 'keys',
  summary: 'Revoke a key immediately and permanently.',
  positionals: [{ name: 'key ID', meaning: 'The ID from "flowlix keys list", key_...' }],
  options: sandboxOption,
  examples: ['flowlix keys revoke key_01...'],
  run: ({ positionals: [id = ''] }, context) =>
    withStorage(context, async (storage) => {
      if (!(await storage.revokeApiKey(id, systemClock.nowMs())))
        throw new NotFound(`There is no active key ${id}: see "flowlix keys list".`)
      logChange(context.terminal, 'key_revoked', id)
      context.terminal.out(`${id} is revoked. Requests that use it are rejected from now on.`)
    }),
}

export const keyCommands: readonly Command[] = [createCommand, listCommand, revokeCommand]

type KeyWish = Readonly<{ merchantId: string; mode: Mode; expiresAtMs: number | null }>

function readWish({ values: { merchant = '', mode, expires } }: Input): KeyWish {
  if (mode !== 'test' && mode !== 'live') throw new UsageError('--mode must be test or live')
  const expiresAtMs = expires === undefined ? null : readTime('expires', expires)
  if (expiresAtMs !== null && expiresAtMs <= systemClock.nowMs())
    throw new UsageError('--expires must be in the future')
  return { merchantId: merchant, mode, expiresAtMs }
}

async function create(
  storage: Storage,
  { merchantId, mode, expiresAtMs }: KeyWish,
  { environment, terminal }: Context,
): Promise<void> {
  const merchant = await findMerchant(storage, merchantId)
  if (mode === 'live' && (await storage.installation()).kind === 'sandbox')
    throw new Refused('This is a sandbox database, which cannot have live keys: see "flowlix init".')
  const secretKey = newSecretKey(mode)
  const key = { ...keyRecord(secretKey, merchant.id, mode), expiresAtMs }
  await storage.addApiKey(key)
  logChange(terminal, 'key_created', key.id)
  terminal.out(secretKey)
  terminal.note(
    `${key.id} of ${merchant.name}. The key is shown only once: the database stores only its hash.`,
  )
  terminal.note(...obstacles(merchant, mode, environment))
}

async function list(storage: Storage, merchant: Merchant | null): Promise<readonly string[]> {
  const keys = await storage.listApiKeys(merchant?.id ?? null)
  if (keys.length === 0) return ['There are no keys yet.']
  const nowMs = systemClock.nowMs()
  return table(
    ['ID', 'MERCHANT', 'KEY', 'STATE', 'CREATED', 'LAST USED', 'EXPIRES', 'REVOKED'],
    keys.map((key) => [
      key.id,
      key.merchantId,
      `fl_${key.mode}_sk_...${key.last4}`,
      stateOf(key, nowMs),
      ...[key.createdAtMs, key.lastUsedAtMs, key.expiresAtMs, key.revokedAtMs].map(showTime),
    ]),
  )
}

function stateOf({ revokedAtMs, expiresAtMs }: ApiKey, nowMs: number): string {
  if (revokedAtMs !== null) return 'revoked'
  return expiresAtMs !== null && expiresAtMs <= nowMs ? 'expired' : 'active'
}
