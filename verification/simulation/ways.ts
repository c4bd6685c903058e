/** How merchants and customers reach the gateway: by calling its operations, or through its real API and page. */
import type { MethodCompletion } from '../../src/core/attempt/answers.ts'

export type Reply<T> =
  | Readonly<{ kind: 'answered'; value: T; askedAtMs: number }>
  /** The gateway said that it could not. */
  | Readonly<{ kind: 'unavailable' }>
  /** Nothing came back: it may have happened or not. */
  | Readonly<{ kind: 'broken' }>

/** `method`: the issuer wants its 3-D Secure method to run before it decides. */
export type CardPlan = 'approve' | 'decline' | 'challenge' | 'method'

/** A page that was shown for one attempt, with the forms on it. */
export type Form = Readonly<{
  paymentId: string
  number: number
  payPath: string | null
  leavePath: string | null
  extendPath: string | null
}>

/** What a customer's page says. */
export type Seen =
  /** `nextExtension`: what "I need more time" asks for; null where there is no more. */
  | Readonly<{ kind: 'open'; form: Form; nextExtension: number | null }>
  | Readonly<{ kind: 'challenge'; form: Form; reference: string; returnTo: string }>
  | Readonly<{ kind: 'method'; form: Form; continuePath: string; notifiedPath: string }>
  | Readonly<{ kind: 'processing' }>
  | Readonly<{ kind: 'ended'; status: string }>

export type MethodPage = Extract<Seen, { kind: 'method' }>

export interface CustomerWays {
  look(paymentId: string): Promise<Seen | null>
  pay(form: Form, plan: CardPlan): Promise<void>
  leave(form: Form): Promise<void>
  extend(form: Form, extension: number): Promise<void>
  /** From the issuer, by the address that the gateway gave, with what the issuer adds to it. */
  comeBack(form: Form, returnTo: string, token: string): Promise<void>
  /** The method has run, or the page goes on without it. */
  endMethod(page: MethodPage, completion: MethodCompletion): Promise<void>
}

/** An answer that a merchant may ask for again with the same key. */
export type Answered =
  | Readonly<{ kind: 'done'; paymentId: string; status: string; body: string }>
  | Readonly<{ kind: 'refused'; code: string }>
  /** The first request with this key is still running somewhere. */
  | Readonly<{ kind: 'in_use' }>

/** What a merchant asks for. */
export type Order =
  | Readonly<{ kind: 'hosted'; amountMinor: number }>
  | Readonly<{ kind: 'direct'; amountMinor: number; plan: CardPlan; isExpired: boolean }>
  | Readonly<{ kind: 'refund'; paymentId: string; amountMinor: number | null }>
  | Readonly<{ kind: 'cancel'; paymentId: string }>

export interface MerchantWays {
  /** One try. */
  send(key: string, order: Order): Promise<Reply<Answered>>
  /** Null when nobody answered, or there is no such payment. */
  look(paymentId: string): Promise<string | null>
}

const formNames = ['zero', 'one', 'two', 'three', 'four', 'five'] as const

/** The simulated acquirer reads in the holder's name what to do, and which form the card was typed into. */
export function holderName(plan: CardPlan, formNumber: number): string {
  return `${plan} ${formNames[formNumber] ?? 'many'}`
}

export function readHolderName(name: string): Readonly<{ plan: string; formNumber: number }> {
  const [plan = '', formName = ''] = name.split(' ')
  return { plan, formNumber: (formNames as readonly string[]).indexOf(formName) }
}
