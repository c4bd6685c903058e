/** A live acquirer that cannot be told to undo a request by our reference. */
import { createAcquirer as createWhole } from '../live-acquirer.ts'

export function createAcquirer() {
  const whole = createWhole()
  return { ...whole, capabilities: { ...whole.capabilities, reversalByReference: false } }
}
