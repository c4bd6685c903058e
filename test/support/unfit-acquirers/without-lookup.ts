/** A live acquirer that cannot be asked what became of a request. */
import { createAcquirer as createWhole } from '../live-acquirer.ts'

export function createAcquirer() {
  const whole = createWhole()
  return { ...whole, capabilities: { ...whole.capabilities, lookup: 'none' } }
}
