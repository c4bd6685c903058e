/** The page of a payment that waits for a card: the form. */
import { raw } from 'hono/html'
import type { Payment } from '../../core/payment.ts'
import type { Merchant } from '../../ports.ts'
import type { DeclineCategory } from '../decline-category.ts'
import { asksForEmail, type Echo, type FieldErrors, testExpiry } from '../form.ts'
import type { Messages } from '../messages.ts'
import { CancelForm } from './cancel-form.tsx'
import { renderDocument } from './document.tsx'
import { ErrorSummary, Field } from './fields.tsx'
import { scriptWords } from './script-words.ts'
import { Summary } from './summary.tsx'
import { TestTools } from './test-tools.tsx'

export type OpenView = Readonly<{
  messages: Messages
  payment: Payment
  merchant: Merchant
  token: string
  nowMs: number
  declined: DeclineCategory | null
  /** A number that is no test card was tried in test mode. */
  warnsOfRealCard: boolean
  errors: FieldErrors
  echo: Echo
}>

const brandNames = ['Visa', 'Mastercard', 'Amex', 'Discover', 'Diners', 'JCB', 'UnionPay', 'Maestro']
const brandMarks = raw(brandNames.map((name) => `<li translate="no">${name}</li>`).join(''))

export function renderOpen(view: OpenView): string {
  const { messages, payment, merchant } = view
  const isTest = payment.mode === 'test'
  const amount = messages.money(payment.amountMinor, payment.currency)
  const hasErrors = Object.keys(view.errors).length > 0
  const plain =
    view.declined === null
      ? messages.text('open.title', { amount, merchant: merchant.name })
      : messages.text('failed.title')
  const title = hasErrors ? messages.text('page.errorTitle', { title: plain }) : plain
  return renderDocument({
    ...{ messages, isTest, merchant, title, kind: 'form', hasScript: true },
    children: (
      <main id="main" class="columns">
        <section class="side">
          <Summary
            {...{ messages, merchant, payment }}
            heading={messages.text('open.heading', { merchant: merchant.name })}
          />
        </section>
        <section class="panel">
          <Declined {...view} />
          <ErrorSummary messages={messages} errors={view.errors} example={testExpiry(view.nowMs)} />
          <CardForm {...view} amount={amount} />
          <CancelForm messages={messages} payment={payment} merchant={merchant} token={view.token} />
        </section>
        {scriptWords(messages, testExpiry(view.nowMs))}
      </main>
    ),
  })
}

function CardForm(view: OpenView & Readonly<{ amount: string }>) {
  const { messages, payment, errors, echo } = view
  const example = testExpiry(view.nowMs)
  const shared = { messages, errors, example }
  return (
    <form
      class="card"
      method="post"
      action={`/hpp/${payment.id}/pay/${view.token}`}
      novalidate
      aria-labelledby="form-heading"
      data-card-form
    >
      <h2 id="form-heading">{messages.text('open.form')}</h2>
      <ul class="brands" aria-label={messages.text('open.cards')}>
        {brandMarks}
      </ul>
      <Field
        {...shared}
        name="number"
        label="field.number"
        kind="digits"
        autocomplete="cc-number"
        maxlength={26}
      />
      <div class="pair">
        <Field
          {...{ ...shared, name: 'expiry', label: 'field.expiry', kind: 'digits', autocomplete: 'cc-exp' }}
          hint={messages.text('field.expiryHint', { example: example.replaceAll(' ', '\u00a0') })}
          maxlength={9}
          value={echo.expiry}
        />
        <Field
          {...{ ...shared, name: 'cvc', label: 'field.cvc', kind: 'digits', autocomplete: 'cc-csc' }}
          hint={messages.text('field.cvcHint')}
          maxlength={4}
        />
      </div>
      <Field
        {...{ ...shared, name: 'name', label: 'field.name', kind: 'text', autocomplete: 'cc-name' }}
        maxlength={100}
        value={echo.name}
      />
      {asksForEmail(payment) ? (
        <Field
          {...{ ...shared, name: 'email', label: 'field.email', kind: 'email', autocomplete: 'email' }}
          hint={messages.text('field.emailHint')}
          maxlength={254}
          value={echo.email}
        />
      ) : null}
      <button class="pay" type="submit" data-pay>
        <span data-pay-text>{messages.text('open.pay', { amount: view.amount })}</span>
      </button>
      <p class="status" role="status" data-status />
      <p class="next">{messages.text('open.next')}</p>
      {payment.mode === 'test' ? <TestTools messages={messages} expiry={example} /> : null}
    </form>
  )
}

function Declined({ messages, declined, warnsOfRealCard }: OpenView) {
  if (declined === null) return null
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
