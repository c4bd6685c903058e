/** Finds what the operator names by its ID. */

import type { Merchant } from '../core/merchant.ts'
import type { Payment } from '../core/payment/payment.ts'
import type { Storage } from '../ports/storage.ts'
import { NotFound } from './mistakes.ts'

export async function findPayment(storage: Storage, id: string): Promise<Payment> {
  const payment = await storage.findPayment(id)
  if (payment !== null) return payment
  throw new NotFound(`There is no payment ${id} in this database: see "flowlix payments list".`)
}

export async function findMerchant(storage: Storage, id: string): Promise<Merchant> {
  const merchant = await storage.findMerchant(id)
  if (merchant !== null) return merchant
  throw new NotFound(`There is no merchant ${id} in this database: see "flowlix merchants list".`)
}
