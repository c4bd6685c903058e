/** Merchants and their API keys. Looked up in the database each time, so that a revocation acts at once. */
import type { DatabaseSync } from 'node:sqlite'
import type { Mode } from '../../core/payment.ts'
import type { ApiKey, Merchant, Storage } from '../../ports.ts'
import type { Connection } from './connection.ts'
import { Remembered } from './remembered.ts'
import { insertText } from './sql-text.ts'

export type AccessStatements = ReturnType<typeof prepareAccess>

const merchantColumns = [
  'id',
  'name',
  'legal_name',
  'city',
  'country',
  'support_email',
  'support_url',
  'terms_url',
  'privacy_url',
  'created_at_ms',
]
const keyColumns = ['id', 'merchant_id', 'mode', 'hash', 'last4', 'created_at_ms', 'revoked_at_ms']

type MerchantRow = Readonly<{
  id: string
  name: string
  legal_name: string | null
  city: string | null
  country: string | null
  support_email: string | null
  support_url: string | null
  terms_url: string | null
  privacy_url: string | null
  created_at_ms: number
}>

type KeyRow = Readonly<{
  id: string
  merchant_id: string
  mode: Mode
  hash: string
  last4: string
  created_at_ms: number
  revoked_at_ms: number | null
}>

export function prepareAccess(database: DatabaseSync) {
  const merchants = `select ${merchantColumns.join(', ')} from merchants`
  const keys = `select ${keyColumns.join(', ')} from api_keys`
  return {
    addMerchant: database.prepare(insertText('merchants', merchantColumns)),
    findMerchant: database.prepare(`${merchants} where id = ?`),
    listMerchants: database.prepare(`${merchants} order by created_at_ms, id`),
    addKey: database.prepare(insertText('api_keys', keyColumns)),
    findActiveKey: database.prepare(`${keys} where hash = ? and revoked_at_ms is null`),
    listKeys: database.prepare(`${keys} order by created_at_ms, id`),
    listKeysOf: database.prepare(`${keys} where merchant_id = ? order by created_at_ms, id`),
    revokeKey: database.prepare(
      'update api_keys set revoked_at_ms = ? where id = ? and revoked_at_ms is null',
    ),
  }
}

const rememberedMax = 10_000

export function accessStorage(connection: Connection<AccessStatements>) {
  const activeKeys = new Remembered<ApiKey>(rememberedMax)
  return {
    addMerchant: (merchant) =>
      connection.write((statements) => {
        statements.addMerchant.run(...merchantValues(merchant))
      }),
    findMerchant: async (id) =>
      connection.read((statements) => {
        const row = statements.findMerchant.get(id) as MerchantRow | undefined
        return row === undefined ? null : merchantOf(row)
      }),
    listMerchants: async () =>
      connection.read((statements) => (statements.listMerchants.all() as MerchantRow[]).map(merchantOf)),
    addApiKey: (key) =>
      connection.write((statements) => {
        statements.addKey.run(...keyValues(key))
      }),
    findActiveApiKey: async (hash) =>
      activeKeys.find(hash, connection.othersVersion(), () => findActiveKey(connection, hash)),
    listApiKeys: async (merchantId) =>
      connection.read((statements) => {
        const rows = merchantId === null ? statements.listKeys.all() : statements.listKeysOf.all(merchantId)
        return (rows as KeyRow[]).map(keyOf)
      }),
    revokeApiKey: (id, atMs) =>
      connection.write((statements) => {
        activeKeys.forgetAll()
        return statements.revokeKey.run(atMs, id).changes === 1
      }),
  } satisfies Partial<Storage>
}

function findActiveKey(connection: Connection<AccessStatements>, hash: string): ApiKey | null {
  const row = connection.read((statements) => statements.findActiveKey.get(hash) as KeyRow | undefined)
  return row === undefined ? null : keyOf(row)
}

function merchantValues(merchant: Merchant) {
  return [
    merchant.id,
    merchant.name,
    merchant.legalName,
    merchant.city,
    merchant.country,
    merchant.supportEmail,
    merchant.supportUrl,
    merchant.termsUrl,
    merchant.privacyUrl,
    merchant.createdAtMs,
  ]
}

function merchantOf(row: MerchantRow): Merchant {
  return {
    id: row.id,
    name: row.name,
    legalName: row.legal_name,
    city: row.city,
    country: row.country,
    supportEmail: row.support_email,
    supportUrl: row.support_url,
    termsUrl: row.terms_url,
    privacyUrl: row.privacy_url,
    createdAtMs: row.created_at_ms,
  }
}

function keyValues(key: ApiKey) {
  return [key.id, key.merchantId, key.mode, key.hash, key.last4, key.createdAtMs, key.revokedAtMs]
}

function keyOf(row: KeyRow): ApiKey {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    mode: row.mode,
    hash: row.hash,
    last4: row.last4,
    createdAtMs: row.created_at_ms,
    revokedAtMs: row.revoked_at_ms,
  }
}
