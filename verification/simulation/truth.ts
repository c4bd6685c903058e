/** Reading what is committed. */
import { isDeepStrictEqual } from 'node:util'
import type { Payment } from '../../src/core/payment/payment.ts'
import type { PaymentPage, Storage } from '../../src/ports/storage.ts'
import { merchantId } from './parties.ts'

const pageLimit = 100
const everything = {
  limit: pageLimit,
  endingBefore: null,
  filters: {},
  createdFromMs: null,
  createdBeforeMs: null,
}

export async function allPayments(truth: Storage): Promise<readonly Payment[]> {
  const all: Payment[] = []
  for (const mode of ['test', 'live'] as const) {
    let startingAfter: Payment | null = null
    do {
      const query = { ...everything, merchantId, mode, startingAfter }
      const page: PaymentPage = await truth.listPayments(query)
      all.push(...page.payments)
      startingAfter = page.hasMore ? (page.payments.at(-1) ?? null) : null
    } while (startingAfter !== null)
  }
  return all
}

/** A database gives members back in an order of its own. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asJson(one), asJson(other))
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
