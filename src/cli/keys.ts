/** `flowlix keys create|list|revoke`. */
import { parseArgs } from 'node:util'
import { systemClock } from '../platform/system-clock.ts'
import type { ApiKey, Storage } from '../ports.ts'
import { keyRecord, newSecretKey } from './api-keys.ts'
import { UsageError } from './usage.ts'

export async function keys(storage: Storage, args: readonly string[]): Promise<string> {
  const [action, ...rest] = args
  if (action === 'create') return create(storage, rest)
  if (action === 'list') return list(storage, rest)
  if (action === 'revoke') return revoke(storage, rest)
  throw new UsageError(
    'flowlix keys create --merchant <id> --mode test|live | keys list | keys revoke <key id>',
  )
}

async function create(storage: Storage, args: readonly string[]): Promise<string> {
  const options = { merchant: { type: 'string' }, mode: { type: 'string' } } as const
  const { merchant: merchantId, mode } = parseArgs({ args: [...args], options, strict: true }).values
  if (mode !== 'test' && mode !== 'live') throw new UsageError('--mode must be test or live')
  const merchant = merchantId === undefined ? null : await storage.findMerchant(merchantId)
  if (merchant === null)
    throw new UsageError('--merchant must be the id of a merchant; see flowlix merchants list')
  const secretKey = newSecretKey(mode)
  const key = keyRecord(secretKey, merchant.id, mode)
  await storage.addApiKey(key)
  return `${secretKey}\n\n${key.id} of ${merchant.name}. The key is shown this once; only its hash is kept.`
}

async function list(storage: Storage, args: readonly string[]): Promise<string> {
  const options = { merchant: { type: 'string' } } as const
  const { merchant } = parseArgs({ args: [...args], options, strict: true }).values
  const all = await storage.listApiKeys(merchant ?? null)
  return all.length === 0 ? 'There are no keys yet.' : all.map(describe).join('\n')
}

function describe(key: ApiKey): string {
  const state = key.revokedAtMs === null ? 'active' : `revoked ${new Date(key.revokedAtMs).toISOString()}`
  return `${key.id}  ${key.merchantId}  fl_${key.mode}_sk_…${key.last4}  ${state}`
}

async function revoke(storage: Storage, args: readonly string[]): Promise<string> {
  const [id, ...more] = args
  if (id === undefined || more.length > 0)
    throw new UsageError('flowlix keys revoke <key id>; see flowlix keys list')
  if (!(await storage.revokeApiKey(id, systemClock.nowMs())))
    throw new UsageError(`there is no active key ${id}`)
  return `${id} is revoked. Requests with it are refused from now on.`
}
