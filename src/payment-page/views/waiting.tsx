/** Pages of a payment in progress: waiting for the outcome, and a challenge by the issuer. */

import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { Messages } from '../messages.ts'
import type { PageHtml } from '../templates/page-html.ts'
import { CancelLink } from './cancel.tsx'
import { renderDocument } from './document.tsx'
import { Contact, Reference } from './receipt.tsx'
import { Sign } from './sign.tsx'
import { Summary } from './summary.tsx'

export type WaitingView = Readonly<{ messages: Messages; payment: Payment; merchant: Merchant }>

export function renderProcessing(view: WaitingView & Readonly<{ isLong: boolean }>): PageHtml {
  const { messages, payment, merchant, isLong } = view
  const offersReturn = isLong && payment.returnUrl !== null
  return renderDocument({
    ...frame(view),
    kind: 'state',
    title: messages.text('processing.title', names(view)),
    hasScript: true,
    children: (
      <main id="main" class="single" data-state="processing">
        <Summary messages={messages} merchant={merchant} payment={payment} />
        <section
          class="panel"
          data-poll={`/hpp/${payment.id}/status`}
          data-next={messages.link(`/hpp/${payment.id}/next`)}
          data-long={isLong ? 'true' : 'false'}
        >
          <div class="spinner" aria-hidden="true" />
          <h1>{messages.text('processing.heading')}</h1>
          <p role="status">{messages.text(isLong ? 'processing.long' : 'processing.text')}</p>
          <a class="button" href={messages.link(`/hpp/${payment.id}`)}>
            {messages.text('processing.again')}
          </a>
          {offersReturn ? (
            <a class="quiet return" href={messages.link(`/hpp/${payment.id}/return`)}>
              {messages.text('processing.leave', { merchant: merchant.name })}
            </a>
          ) : null}
          <Reference {...view} />
          <Contact messages={messages} merchant={merchant} />
        </section>
      </main>
    ),
  })
}

type ChallengeView = WaitingView & Readonly<{ url: string; returnTo: string; token: string }>

/** Does not leave automatically, because a customer who comes back from the issuer may want to cancel. */
export function renderChallenge(view: ChallengeView): PageHtml {
  const { messages, payment, merchant } = view
  const amount = messages.money(payment.amountMinor, payment.currency)
  return renderDocument({
    ...frame(view),
    kind: 'state',
    title: messages.text('challenge.title', names(view)),
    children: (
      <main id="main" class="single" data-state="challenge">
        <Summary messages={messages} merchant={merchant} payment={payment} />
        <section class="panel">
          <Sign name="bank" />
          <h1>{messages.text('challenge.heading')}</h1>
          <p>{messages.text('challenge.text', { amount, merchant: merchant.name })}</p>
          <p>{messages.text('challenge.leaving')}</p>
          <a class="button" href={view.url}>
            {messages.text('challenge.continue')}
          </a>
          <a class="quiet" href={view.returnTo}>
            {messages.text('challenge.again')}
          </a>
          <CancelLink
            messages={messages}
            merchant={merchant}
            id={payment.id}
            canReturn={payment.returnUrl !== null}
            token={view.token}
          />
          <Reference {...view} />
          <Contact messages={messages} merchant={merchant} />
        </section>
      </main>
    ),
  })
}

/** The outcome is not known yet; the shop learns it later, and the customer need not wait for it. */
export function renderLeaving(view: WaitingView & Readonly<{ returnTo: string }>): PageHtml {
  const { messages, merchant, payment, returnTo } = view
  return renderDocument({
    ...frame(view),
    kind: 'state',
    title: messages.text('processing.title', names(view)),
    refreshTo: returnTo,
    children: (
      <main id="main" class="single" data-state="processing">
        <Summary messages={messages} merchant={merchant} payment={payment} />
        <section class="panel">
          <Sign name="clock" />
          <h1>{messages.text('processing.heading')}</h1>
          <p>{messages.text('processing.long')}</p>
          <a class="button return" href={returnTo}>
            {messages.text('return.link', { merchant: merchant.name })}
          </a>
          <Reference {...view} />
          <Contact messages={messages} merchant={merchant} />
        </section>
      </main>
    ),
  })
}

export function names({ messages, payment, merchant }: WaitingView) {
  return { amount: messages.money(payment.amountMinor, payment.currency), merchant: merchant.name }
}

export function frame({ messages, payment, merchant }: WaitingView) {
  return { messages, merchant, isTest: payment.mode === 'test' }
}
