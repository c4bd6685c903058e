/** A live acquirer that lacks a method of the port. */
import { createAcquirer as createWhole } from '../live-acquirer.ts'

export function createAcquirer() {
  const { refund: _none, ...rest } = createWhole()
  return rest
}
