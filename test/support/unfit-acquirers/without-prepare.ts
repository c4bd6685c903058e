/** A live acquirer that knows requests by handles only, and gives none. */
import { createAcquirer as createWhole } from '../live-acquirer.ts'

export function createAcquirer() {
  const whole = createWhole()
  return { ...whole, capabilities: { ...whole.capabilities, lookup: 'by_handle' } }
}
