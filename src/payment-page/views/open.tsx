/** The page of a payment that waits for a card: the form. */

import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import { constant } from '../constant.ts'
import type { DeclineCategory } from '../decline-category.ts'
import { asksForEmail, type Echo, emptyEcho, type FieldErrors, testExpiry } from '../form.ts'
import type { Messages } from '../messages.ts'
import type { PageHtml } from '../page-html.ts'
import { CancelForm } from './cancel-form.tsx'
import { renderDocument } from './document.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { EmptyFields, Fields } from './fields.tsx'
import { Summary } from './summary.tsx'
import { TestTools } from './test-tools.tsx'

export type OpenView = Readonly<{
  messages: Messages
  payment: Payment
  merchant: Merchant
  token: string
  nowMs: number
  declined: DeclineCategory | null
  /** In test mode, a number that is not a test card was tried. */
  warnsOfRealCard: boolean
  errors: FieldErrors
  echo: Echo
}>

export function renderOpen(view: OpenView): PageHtml {
  const { messages, payment, merchant, declined, warnsOfRealCard } = view
  const isTest = payment.mode === 'test'
  const amount = messages.money(payment.amountMinor, payment.currency)
  const example = testExpiry(view.nowMs)
  const hasErrors = Object.keys(view.errors).length > 0
  const plain =
    declined === null
      ? messages.text('open.title', { amount, merchant: merchant.name })
      : messages.text('failed.title', { amount, merchant: merchant.name })
  const title = hasErrors ? messages.text('page.errorTitle', { title: plain }) : plain
  return renderDocument({
    messages,
    isTest,
    merchant,
    title,
    kind: 'form',
    hasScript: true,
    wordsExample: example,
    children: (
      <main id="main" class="columns">
        <section class="side">
          <Summary messages={messages} merchant={merchant} payment={payment} isHeading />
        </section>
        <section class="panel">
          {hasErrors ? (
            <>
              <Declined messages={messages} declined={declined} warnsOfRealCard={warnsOfRealCard} />
              <ErrorSummary messages={messages} errors={view.errors} example={example} />
            </>
          ) : (
            constant(NoErrors, { messages, declined: declined ?? '', warnsOfRealCard })
          )}
          <CardForm {...view} amount={amount} />
          <CancelForm messages={messages} payment={payment} merchant={merchant} token={view.token} />
        </section>
      </main>
    ),
  })
}

type DeclinedProps = Readonly<{
  messages: Messages
  declined: DeclineCategory | '' | null
  warnsOfRealCard: boolean
}>

function NoErrors({ messages, declined, warnsOfRealCard }: DeclinedProps & Readonly<{ declined: string }>) {
  return (
    <>
      <Declined messages={messages} declined={declined} warnsOfRealCard={warnsOfRealCard} />
      <ErrorSummary messages={messages} errors={{}} example="" />
    </>
  )
}

function CardForm(view: OpenView & Readonly<{ amount: string }>) {
  const { messages, payment, errors, echo } = view
  const example = testExpiry(view.nowMs)
  const hasEmail = asksForEmail(payment)
  const isEmpty = Object.keys(errors).length === 0 && echo === emptyEcho
  return (
    <form
      class="card"
      method="post"
      action={messages.link(`/hpp/${payment.id}/pay/${view.token}`)}
      novalidate
      aria-labelledby="card"
    >
      {isEmpty ? (
        constant(EmptyFields, { messages, example, hasEmail })
      ) : (
        <Fields messages={messages} example={example} hasEmail={hasEmail} errors={errors} echo={echo} />
      )}
      <button class="pay" type="submit">
        <span>{messages.text('open.pay', { amount: view.amount })}</span>
      </button>
      {constant(FormEnd, { messages, example, isTest: payment.mode === 'test' })}
    </form>
  )
}

type FormEndProps = Readonly<{ messages: Messages; example: string; isTest: boolean }>

function FormEnd({ messages, example, isTest }: FormEndProps) {
  return (
    <>
      <p class="next">
        <span>
          {messages.text('open.safe')} {messages.text('open.next')}
        </span>
      </p>
      {isTest ? <TestTools messages={messages} expiry={example} /> : null}
    </>
  )
}

function Declined({ messages, declined, warnsOfRealCard }: DeclinedProps) {
  if (!declined) return null
  const next =
    declined === 'details'
      ? 'declined.retryDetails'
      : declined === 'technical'
        ? 'declined.retryTechnical'
        : 'declined.retry'
  return (
    <div class="notice">
      <h2>{messages.text('declined.heading')}</h2>
      <p>
        {messages.text(`declined.${declined}`)} {messages.text('money.none')}
      </p>
      <p>{messages.text(next)}</p>
      <p>{messages.text('error.again')}</p>
      {warnsOfRealCard ? <p class="warning">{messages.text('test.realCard')}</p> : null}
    </div>
  )
}
