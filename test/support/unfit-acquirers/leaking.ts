/** A live acquirer with a fault of its own, in the background, and a card number in its message. */
import { createAcquirer as createWhole } from '../live-acquirer.ts'

export function createAcquirer() {
  process.once('SIGUSR2', () => {
    throw new Error('no answer for 4111 1111 1111 1111')
  })
  return createWhole()
}
