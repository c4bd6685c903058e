/** A live acquirer that lacks a capability, and whose limits are for a currency that does not exist. */
import { createAcquirer as createWhole } from '../live-acquirer.ts'

export function createAcquirer() {
  const whole = createWhole()
  const { quietMs: _none, ...capabilities } = whole.capabilities
  return { ...whole, capabilities, limits: { EUR: { minMinor: 1, maxMinor: 100 } } }
}
