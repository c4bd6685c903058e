/** Leaving without paying: the control, the question before it, and the page that asks where no script does. */

import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import type { Messages } from '../messages.ts'
import type { PageHtml } from '../templates/page-html.ts'
import { renderDocument } from './document.tsx'
import { Contact, Reference } from './receipt.tsx'
import { Sign } from './sign.tsx'
import { Summary } from './summary.tsx'

type CancelProps = Readonly<{ messages: Messages; payment: Payment; merchant: Merchant }>

type CancelLinkProps = Readonly<{
  messages: Messages
  merchant: Merchant
  id: string
  /** The shop has a page to return to. */
  canReturn: boolean
  token?: string
}>

/** Leads to the question. */
export function CancelLink({ messages, merchant, id, canReturn, token }: CancelLinkProps) {
  const path = `/hpp/${id}/cancel`
  return (
    <a class="cancel" href={messages.link(token === undefined ? path : `${path}/${token}`)}>
      {canReturn
        ? messages.text('open.cancel', { merchant: merchant.name })
        : messages.text('open.cancelPlain')}
    </a>
  )
}

/** The script opens it if something would be lost, and says where the form goes. */
export function CancelDialog({ messages }: Readonly<{ messages: Messages }>) {
  return (
    <dialog class="panel" aria-labelledby="ask">
      <form method="post">
        <h2 id="ask">{messages.text('cancel.heading')}</h2>
        <p>{messages.text('cancel.text')}</p>
        <button class="button cancel-no" type="submit" formmethod="dialog">
          {messages.text('cancel.no')}
        </button>
        <CancelYes messages={messages} />
      </form>
    </dialog>
  )
}

export function renderCancel(view: CancelProps & Readonly<{ token: string }>): PageHtml {
  const { messages, payment, merchant, token } = view
  const names = {
    amount: messages.money(payment.amountMinor, payment.currency),
    merchant: merchant.name,
  }
  return renderDocument({
    messages,
    merchant,
    isTest: payment.mode === 'test',
    kind: 'state',
    title: messages.text('cancel.title', names),
    children: (
      <main id="main" class="single" data-state="cancel">
        <Summary messages={messages} merchant={merchant} payment={payment} />
        <section class="panel">
          <Sign name="question" />
          <h1>{messages.text('cancel.heading')}</h1>
          <p>{messages.text('cancel.text')}</p>
          <a class="button cancel-no" href={messages.link(`/hpp/${payment.id}`)}>
            {messages.text('cancel.no')}
          </a>
          <form method="post" action={messages.link(`/hpp/${payment.id}/cancel/${token}`)}>
            <CancelYes messages={messages} />
          </form>
          <Reference messages={messages} payment={payment} merchant={merchant} />
          <Contact messages={messages} merchant={merchant} />
        </section>
      </main>
    ),
  })
}

function CancelYes({ messages }: Readonly<{ messages: Messages }>) {
  return (
    <button class="cancel-yes" type="submit">
      {messages.text('cancel.yes')}
    </button>
  )
}
