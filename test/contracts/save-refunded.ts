/** A payment that has every part: an approved attempt and a refund. */
import type { Payment } from '../../src/core/payment/payment.ts'
import type { Storage } from '../../src/ports/storage.ts'
import { aCreation, approveCommand, changeBy, refundCommand, startCommand } from '../support/payments.ts'

export async function saveRefunded(storage: Storage): Promise<Payment> {
  const creation = aCreation()
  await storage.create(creation)
  let { payment } = creation
  for (const command of [startCommand, approveCommand, () => refundCommand(100)]) {
    const change = changeBy(payment, command(payment))
    await storage.save(change)
    payment = change.after
  }
  return payment
}
