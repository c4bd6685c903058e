/**
 * Keeps the response bodies of payments, because clients that poll read the same state again and again. Two payments with
 * the same ID and version are equal, whichever storage they come from, unless a fail-over lost the newest commits of a
 * database and other ones took their place. So how the payment ended and its newest refund are compared as well.
 *
 * Bounded by characters. There are two generations: when the younger one is full, it becomes the older one, and the bodies
 * that were not read in the meantime are dropped.
 */
import type { Payment } from '../core/payment/payment.ts'
import { presentPayment } from './present-payment.ts'

const charactersMax = 8 * 1024 * 1024

type Made = Readonly<{ state: string; body: string }>

export class PaymentBodies {
  readonly #payUrl: string
  readonly #generationMax: number
  #young = new Map<string, Made>()
  #old = new Map<string, Made>()
  #youngLength = 0

  constructor(payUrl: string, max = charactersMax) {
    this.#payUrl = payUrl
    this.#generationMax = max / 2
  }

  of(payment: Payment): string {
    const young = this.#young.get(payment.id)
    const state = stateOf(payment)
    if (young?.state === state) return young.body
    const old = this.#old.get(payment.id)
    const made = old?.state === state ? old : make(payment, this.#payUrl)
    this.#remember(payment.id, made, young?.body.length ?? 0)
    return made.body
  }

  #remember(id: string, made: Made, replacedLength: number): void {
    const length = made.body.length
    if (length > this.#generationMax) return
    if (this.#youngLength - replacedLength + length > this.#generationMax) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngLength = 0
    } else this.#youngLength -= replacedLength
    this.#old.delete(id)
    this.#young.set(id, made)
    this.#youngLength += length
  }
}

function make(payment: Payment, payUrl: string): Made {
  return { state: stateOf(payment), body: JSON.stringify(presentPayment(payment, payUrl)) }
}

function stateOf({ version, ending, refunds }: Payment): string {
  if (ending === null) return `${version}`
  const refund = refunds.at(-1)
  const refunded = refund === undefined ? '' : `${refund.id} ${refund.updatedAtMs}`
  return `${version} ${ending.kind} ${ending.atMs} ${refunded}`
}
