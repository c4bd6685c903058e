/** Payments of other merchants and of the other mode are treated exactly like payments that do not exist. */
import type { ApiKey } from '../core/api-key.ts'
import type { Payment } from '../core/payment/payment.ts'
import { isPaymentId } from '../core/payment/payment-id.ts'
import type { Storage } from '../ports/storage.ts'
import { ApiError } from './api-error.ts'
import type { Loader } from './endpoint.ts'

export async function findOwnPayment(storage: Storage, key: ApiKey, id: string): Promise<Payment | null> {
  const payment = isPaymentId(id) ? await storage.findPayment(id) : null
  return payment?.merchantId === key.merchantId && payment.mode === key.mode ? payment : null
}

export const ownPayment: Loader<Payment> = (storage, key, [id = '']) => requireOwnPayment(storage, key, id)

export async function requireOwnPayment(storage: Storage, key: ApiKey, id: string): Promise<Payment> {
  const payment = await findOwnPayment(storage, key, id)
  if (payment === null) throw new ApiError('resource_missing', 'No such payment exists for this key.', 'id')
  return payment
}
