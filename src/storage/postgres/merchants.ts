/** Merchants in PostgreSQL. */
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
import type { Connection, Rows } from './connection.ts'
import { canBeStored, placeholder } from './dialect.ts'
import { joinedLookup } from './lookups.ts'

const columns = [...merchantFixedColumns, ...merchantChangingColumns]
const merchants = `select ${[...columns, ...logoFactColumns].join(', ')} from merchants`
const addText = insertText(placeholder, 'merchants', [...columns, ...logoColumns])
/** Exported for the test that asks the planner. */
export const findMerchantsText = `${merchants} where id = any($1::text[])`
const listText = `${merchants} order by created_at_ms, id`
const lockText = `${merchants} where id = $1 for no key update`
const updateMerchantText = updateText(placeholder, 'merchants', merchantChangingColumns, 'id')
const updateLogoText = updateText(placeholder, 'merchants', logoColumns, 'id')
const findLogoText = `select ${logoColumns.join(', ')} from merchants where logo_hash = $1 limit 1`

const merchantsIn = (rows: Rows): readonly Merchant[] => (rows as unknown as MerchantRow[]).map(merchantOf)

export function merchantStorage(connection: Connection) {
  const finding = joinedLookup(connection, findMerchantsText, (rows) =>
    merchantsIn(rows).map((merchant) => [merchant.id, merchant]),
  )
  return {
    addMerchant: async (merchant) => {
      const { id, createdAtMs } = merchant
      const values = [...merchantChangingValues(merchant), ...logoValues(merchant.logo)]
      await connection.write(addText, [id, createdAtMs, ...values])
    },
    findMerchant: async (id) => (canBeStored(id) ? connection.damage.trusted(await finding.add(id)) : null),
    listMerchants: async () => merchantsIn(await connection.read(listText)),
    updateMerchant: (id, changes) => update(connection, id, changes),
    findLogo: async (hash) => {
      if (!canBeStored(hash)) return null
      const [row] = (await connection.read(findLogoText, [hash])) as unknown as readonly LogoRow[]
      return row === undefined ? null : storedLogoOf({ ...row, logo: Uint8Array.from(row.logo) })
    },
  } satisfies Partial<Storage>
}

function update(connection: Connection, id: string, changes: MerchantChanges): Promise<Merchant | null> {
  return connection.transact(async (ask) => {
    const [before] = merchantsIn(await ask(lockText, [id]))
    if (before === undefined) return null
    const { logo, ...others } = changes
    const after = { ...before, ...others }
    await ask(updateMerchantText, [...merchantChangingValues(after), id])
    if (logo === undefined) return after
    await ask(updateLogoText, [...logoValues(logo), id])
    return { ...after, logo: factsOf(logo) }
  })
}
