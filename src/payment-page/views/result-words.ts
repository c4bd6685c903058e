/** What a result's page says: one entry for each way in which a payment can end. */
import type { Payment } from '../../core/payment/payment.ts'
import { refundedMinor, reservedMinor } from '../../core/refund/refund.ts'
import type { MessageKey } from '../messages.ts'
import type { PageState } from '../state.ts'
import type { SignName } from './sign.tsx'

export type EndedState = Exclude<PageState, { kind: 'open' | 'processing' | 'identifying' | 'challenge' }>

type Words = Readonly<{
  title: MessageKey
  heading: MessageKey
  texts: readonly MessageKey[]
  sign: SignName
  tone: 'good' | 'bad' | 'calm'
  /** What `{refunded}` stands for. */
  refundedMinor: number
}>

/** `isFresh`: the customer has just paid. */
export function resultWords(state: EndedState, payment: Payment, isFresh: boolean): Words {
  if (state.kind === 'succeeded') return paidWords(payment, isFresh)
  const money: MessageKey = state.isProven ? 'money.none' : 'money.released'
  if (state.kind === 'failed') {
    return {
      ...{ title: 'failed.title', heading: 'declined.heading', sign: 'refused', tone: 'bad' },
      texts: [
        `declined.${state.category}`,
        ...(state.category === 'unsupported' ? (['declined.accepted'] as const) : []),
        money,
        payment.returnUrl === null ? 'declined.finalPlain' : 'declined.final',
      ],
      refundedMinor: 0,
    }
  }
  const { kind } = state
  return {
    ...{ title: `${kind}.title`, heading: `${kind}.heading`, texts: [`${kind}.text`, money] },
    ...{ sign: kind === 'expired' ? 'clock' : 'left', tone: 'calm', refundedMinor: 0 },
  }
}

function paidWords(payment: Payment, isFresh: boolean): Words {
  const done = refundedMinor(payment.refunds)
  const begun = reservedMinor(payment.refunds)
  if (begun === 0) {
    const key = isFresh ? 'succeeded' : 'already'
    return {
      ...{ title: `${key}.title`, heading: `${key}.heading`, texts: [`${key}.text`] },
      ...{ sign: 'check', tone: 'good', refundedMinor: 0 },
    }
  }
  const key = done === 0 ? 'refunding' : done < payment.amountMinor ? 'refundedPart' : 'refunded'
  return {
    ...{ title: `${key}.title`, heading: `${key}.heading`, sign: 'refund', tone: 'calm' },
    texts: [done === 0 ? 'refunding.text' : 'refunded.text'],
    refundedMinor: done === 0 ? begun : done,
  }
}
