/** The page of a payment that has ended: what became of it and the way back, never a form. */

import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { Messages } from '../messages.ts'
import { amountClass } from '../summary-shape.ts'
import type { PageHtml } from '../templates/page-html.ts'
import { brandList } from './brand-list.ts'
import { renderDocument } from './document.tsx'
import { Contact, Receipt, Reference } from './receipt.tsx'
import { type EndedState, resultWords } from './result-words.ts'
import { Sign } from './sign.tsx'
import { MerchantHeader } from './summary.tsx'

type ResultView = Readonly<{
  messages: Messages
  payment: Payment
  merchant: Merchant
  state: EndedState
  /** The shop's address, our result in it. */
  returnTo: string | null
  warnsOfRealCard: boolean
  /** The customer has just paid. Otherwise it is a later visit, or a second tab. */
  isFresh: boolean
  /** The browser leaves immediately; otherwise the customer uses the link. */
  leaves: boolean
}>

export function renderResult(view: ResultView): PageHtml {
  const { messages, payment, merchant, state, returnTo } = view
  const words = resultWords(state, payment, view.isFresh)
  const names = {
    merchant: merchant.name,
    amount: messages.money(payment.amountMinor, payment.currency),
    refunded: messages.money(words.refundedMinor, payment.currency),
    brands: brandList(messages),
  }
  const isPaid = state.kind === 'succeeded'
  const shared = { messages, payment, merchant }
  return renderDocument({
    messages,
    merchant,
    isTest: payment.mode === 'test',
    kind: 'state',
    title: messages.text(words.title, names),
    refreshTo: view.leaves ? returnTo : null,
    hasScript: isPaid,
    children: (
      <main id="main" class="single" data-state={state.kind}>
        <MerchantHeader messages={messages} merchant={merchant} />
        <section class={`panel ${words.tone}`}>
          {isPaid && payment.mode === 'test' ? (
            <p class="watermark">{messages.text('test.watermark')}</p>
          ) : null}
          <Sign name={words.sign} />
          <h1>{messages.text(words.heading, names)}</h1>
          {words.tone === 'good' ? (
            <p class={amountClass(names.amount)}>
              <bdi>{names.amount}</bdi>
            </p>
          ) : isPaid ? null : (
            <p class="what">{messages.text('result.what', names)}</p>
          )}
          {words.texts.map((key) => (
            <p>{messages.text(key, names)}</p>
          ))}
          {view.warnsOfRealCard ? <p class="warning">{messages.text('test.realCard')}</p> : null}
          {view.leaves ? <p role="status">{messages.text('return.text', names)}</p> : null}
          {returnTo === null ? null : (
            <a class="button return" href={returnTo}>
              {messages.text('return.link', names)}
            </a>
          )}
          {isPaid ? <Receipt {...shared} /> : <Reference {...shared} />}
          {isPaid ? (
            <button type="button" class="quiet" hidden data-print>
              {messages.text('receipt.print')}
            </button>
          ) : null}
          <Contact messages={messages} merchant={merchant} />
        </section>
      </main>
    ),
  })
}
