/** Merchants in SQLite. */
import type { DatabaseSync } from 'node:sqlite'
import { factsOf } from '../../core/look/logo.ts'
import type { Merchant, MerchantChanges } from '../../core/merchant.ts'
import type { Storage } from '../../ports/storage.ts'
import {
  type LogoRow,
  logoColumns,
  logoFactColumns,
  logoValues,
  type MerchantRow,
  merchantChangingColumns,
  merchantChangingValues,
  merchantFixedColumns,
  merchantOf,
  storedLogoOf,
} from '../rows/merchant-row.ts'
import { insertText, updateText } from '../statements.ts'
import type { Connection } from './connection.ts'
import { booleanOf, placeholder, type StoredBoolean, storable } from './dialect.ts'
import { Remembered, type Sized } from './remembered.ts'

type MerchantStatements = ReturnType<typeof prepareMerchants>
type StoredMerchant = Omit<MerchantRow, 'powered_by' | 'session_extension'> &
  Readonly<{ powered_by: StoredBoolean; session_extension: StoredBoolean }>

export function prepareMerchants(database: DatabaseSync) {
  const columns = [...merchantFixedColumns, ...merchantChangingColumns]
  const merchants = `select ${[...columns, ...logoFactColumns].join(', ')} from merchants`
  return {
    addMerchant: database.prepare(insertText(placeholder, 'merchants', [...columns, ...logoColumns])),
    findMerchant: database.prepare(`${merchants} where id = ?`),
    listMerchants: database.prepare(`${merchants} order by created_at_ms, id`),
    updateMerchant: database.prepare(updateText(placeholder, 'merchants', merchantChangingColumns, 'id')),
    updateLogo: database.prepare(updateText(placeholder, 'merchants', logoColumns, 'id')),
    findLogo: database.prepare(`select ${logoColumns.join(', ')} from merchants where logo_hash = ? limit 1`),
  }
}

const rememberedBytesMax = 2 * 1_024 * 1_024
/** The object itself. */
const rowBytes = 200

export function merchantStorage(connection: Connection<MerchantStatements>) {
  const remembered = new Remembered<Merchant>(rememberedBytesMax)
  return {
    addMerchant: (merchant) =>
      connection.write((statements) => {
        const { id, createdAtMs } = merchant
        const values = [...merchantChangingValues(merchant).map(storable), ...logoValues(merchant.logo)]
        statements.addMerchant.run(id, createdAtMs, ...values)
      }),
    findMerchant: async (id) =>
      connection.damage.trusted(
        remembered.find(id, connection.othersVersion(), () =>
          sized(connection.read((statements) => find(statements, id))),
        ),
      ),
    listMerchants: async () =>
      connection.read((statements) =>
        (statements.listMerchants.all() as StoredMerchant[]).map(storedMerchantOf),
      ),
    updateMerchant: (id, changes) =>
      connection.write((statements) => {
        remembered.forget(id)
        return update(statements, id, changes)
      }),
    findLogo: async (hash) =>
      connection.read((statements) => {
        const row = statements.findLogo.get(hash) as LogoRow | undefined
        return row === undefined ? null : storedLogoOf(row)
      }),
  } satisfies Partial<Storage>
}

/** A string takes up to two bytes for each of its characters. */
function sized(merchant: Merchant | null): Sized<Merchant> | null {
  if (merchant === null) return null
  const characters = Object.values(merchant).reduce<number>((sum, value) => sum + String(value).length, 0)
  return { value: merchant, bytes: rowBytes + 2 * characters }
}

function find(statements: MerchantStatements, id: string): Merchant | null {
  const row = statements.findMerchant.get(id) as StoredMerchant | undefined
  return row === undefined ? null : storedMerchantOf(row)
}

function storedMerchantOf(row: StoredMerchant): Merchant {
  return merchantOf({
    ...row,
    powered_by: booleanOf(row.powered_by),
    session_extension: booleanOf(row.session_extension),
  })
}

function update(statements: MerchantStatements, id: string, changes: MerchantChanges): Merchant | null {
  const before = find(statements, id)
  if (before === null) return null
  const { logo, ...others } = changes
  const after = { ...before, ...others }
  statements.updateMerchant.run(...merchantChangingValues(after).map(storable), id)
  if (logo === undefined) return after
  statements.updateLogo.run(...logoValues(logo), id)
  return { ...after, logo: factsOf(logo) }
}
