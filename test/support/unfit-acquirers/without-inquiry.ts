/** A live acquirer that cannot be asked about a request by our reference. */
import { createAcquirer as createWhole } from '../live-acquirer.ts'

export function createAcquirer() {
  const whole = createWhole()
  return { ...whole, capabilities: { ...whole.capabilities, inquiryByReference: false } }
}
