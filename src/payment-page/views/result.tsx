/** The page of a payment that has ended: what became of it and the way back, never a form. */

import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { MessageKey, Messages } from '../messages.ts'
import type { PageHtml } from '../page-html.ts'
import type { PageState } from '../state.ts'
import { renderDocument } from './document.tsx'
import { Receipt, Reference } from './receipt.tsx'
import { amountClass } from './summary.tsx'

export type EndedState = Exclude<PageState, { kind: 'open' | 'processing' | 'challenge' }>

type ResultView = Readonly<{
  messages: Messages
  payment: Payment
  merchant: Merchant
  state: EndedState
  /** The shop's address, our result in it. */
  returnTo: string | null
  warnsOfRealCard: boolean
  /** The browser leaves immediately; otherwise the customer uses the link. */
  leaves: boolean
}>

type Words = Readonly<{ title: MessageKey; heading: MessageKey; texts: readonly MessageKey[] }>

export function renderResult(view: ResultView): PageHtml {
  const { messages, payment, merchant, state, returnTo } = view
  const names = { merchant: merchant.name, amount: messages.money(payment.amountMinor, payment.currency) }
  const words = wordsOf(state, payment)
  const isPaid = state.kind === 'succeeded'
  return renderDocument({
    messages,
    merchant,
    isTest: payment.mode === 'test',
    kind: 'state',
    title: messages.text(words.title, names),
    refreshTo: view.leaves ? returnTo : null,
    hasScript: isPaid,
    hasSkipLink: false,
    children: (
      <main id="main" class="single">
        <section class={`panel result ${isPaid ? 'good' : 'calm'}`}>
          {isPaid && payment.mode === 'test' ? (
            <p class="watermark">{messages.text('test.watermark')}</p>
          ) : null}
          <span class="sign" aria-hidden="true" />
          <h1>{messages.text(words.heading)}</h1>
          {isPaid ? (
            <p class={amountClass(names.amount)}>
              <bdi>{names.amount}</bdi>
            </p>
          ) : (
            <p class="what">{messages.text('result.what', names)}</p>
          )}
          {words.texts.map((key) => (
            <p>{messages.text(key, names)}</p>
          ))}
          {view.warnsOfRealCard ? <p class="warning">{messages.text('test.realCard')}</p> : null}
          {view.leaves ? <p role="status">{messages.text('return.text', names)}</p> : null}
          {returnTo === null ? null : (
            <a class="button" href={returnTo}>
              {messages.text('return.link', names)}
            </a>
          )}
          {isPaid ? (
            <Receipt
              messages={messages}
              payment={payment}
              merchant={merchant}
              refundedMinor={state.refundedMinor}
            />
          ) : null}
          {isPaid ? (
            <button type="button" class="quiet" hidden data-print>
              {messages.text('receipt.print')}
            </button>
          ) : null}
        </section>
        <Reference messages={messages} payment={payment} merchant={merchant} />
      </main>
    ),
  })
}

function wordsOf(state: EndedState, payment: Payment): Words {
  if (state.kind === 'succeeded') return paidWords(state.refundedMinor, payment.amountMinor)
  const money: MessageKey = state.isProven ? 'money.none' : 'money.released'
  if (state.kind !== 'failed') {
    const { kind } = state
    return { title: `${kind}.title`, heading: `${kind}.heading`, texts: [`${kind}.text`, money] }
  }
  const next = payment.returnUrl === null ? 'declined.finalPlain' : 'declined.final'
  return {
    title: 'failed.title',
    heading: 'declined.heading',
    texts: [`declined.${state.category}`, money, next],
  }
}

function paidWords(refundedMinor: number, amountMinor: number): Words {
  if (refundedMinor === 0) {
    return { title: 'succeeded.title', heading: 'succeeded.heading', texts: ['succeeded.text'] }
  }
  const heading = refundedMinor < amountMinor ? 'refunded.partHeading' : 'refunded.heading'
  return { title: 'refunded.title', heading, texts: ['refunded.text'] }
}
