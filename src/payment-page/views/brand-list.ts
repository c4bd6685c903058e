/** The accepted brands in words. */
import { brandLooks } from '../../card-brands/brand-table.ts'
import type { Messages } from '../messages.ts'

export function brandList(messages: Messages): string {
  return messages.list(Object.values(brandLooks).map(({ name }) => name))
}
