/** The page of a payment that waits for a card: the form. */

import type { Merchant } from '../../core/merchant.ts'
import { isShortSession } from '../../core/payment/extension.ts'
import type { Payment } from '../../core/payment/payment.ts'
import { constant } from '../constant.ts'
import { type Echo, type FieldErrors, testExpiry } from '../form.ts'
import { acceptedNames, type FormShape, formTerms, shapeOf } from '../form-terms.ts'
import type { Messages } from '../messages.ts'
import type { PageHtml } from '../page-html.ts'
import { CancelDialog, CancelLink } from './cancel.tsx'
import { renderDocument } from './document.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { type Asking, Fields } from './fields.tsx'
import { KeptFields } from './kept-fields.tsx'
import { isOfSameCard, type Notice, NoticeBox, type NoticeProps } from './notice.tsx'
import { ScriptWords } from './script-words.tsx'
import { Summary } from './summary.tsx'
import { TestTools, testFormId } from './test-tools.tsx'
import { TimeLimit } from './time-limit.tsx'

export type OpenView = Readonly<{
  messages: Messages
  payment: Payment
  merchant: Merchant
  token: string
  nowMs: number
  notice: Notice | null
  /** In test mode, a number that is not a test card was tried. */
  warnsOfRealCard: boolean
  errors: FieldErrors
  echo: Echo
  /** Where the customer most likely is, if something says it. */
  country?: string
}>

export function renderOpen(view: OpenView): PageHtml {
  const { messages, payment, merchant, notice, warnsOfRealCard } = view
  const names = {
    amount: messages.money(payment.amountMinor, payment.currency),
    merchant: merchant.name,
  }
  const example = testExpiry(view.nowMs)
  const shape = shapeOf(formTerms(payment, merchant))
  const hasErrors = Object.keys(view.errors).length > 0
  const isDeclined = notice !== null && notice !== 'tooOld'
  const plain = messages.text(isDeclined ? 'failed.title' : 'open.title', names)
  const isWrong = hasErrors || notice === 'tooOld'
  return renderDocument({
    messages,
    isTest: payment.mode === 'test',
    merchant,
    title: isWrong ? messages.text('page.errorTitle', { title: plain }) : plain,
    kind: kindOf(payment, shape),
    hasScript: true,
    children: (
      <main id="main" class="columns" data-state="open">
        <section class="side">
          <Summary messages={messages} merchant={merchant} payment={payment} isHeading={!isDeclined} />
        </section>
        <section class="panel">
          {hasErrors ? (
            <>
              <ErrorSummary
                messages={messages}
                errors={view.errors}
                values={{ example, brands: acceptedNames(messages, shape) }}
              />
              <CancelDialog messages={messages} />
            </>
          ) : (
            constant(NoErrors, { messages, notice: notice ?? '', warnsOfRealCard })
          )}
          <CardForm {...view} amount={names.amount} shape={shape} />
          <CancelLink messages={messages} payment={payment} merchant={merchant} />
          {isShortSession(payment) ? <TimeLimit {...view} /> : null}
        </section>
        {payment.mode === 'test' ? <TestTools {...view} /> : null}
      </main>
    ),
  })
}

/** Only the forms that need more carry it. */
function kindOf(payment: Payment, { hasAddress, hasEmail }: FormShape) {
  if (isShortSession(payment)) return 'shortForm'
  if (hasAddress) return 'longForm'
  return hasEmail ? 'emailForm' : 'form'
}

function NoErrors({
  messages,
  notice,
  warnsOfRealCard,
}: Omit<NoticeProps, 'notice'> & { notice: Notice | '' }) {
  return (
    <>
      {notice === '' ? null : (
        <NoticeBox messages={messages} notice={notice} warnsOfRealCard={warnsOfRealCard} />
      )}
      <ErrorSummary messages={messages} errors={{}} values={{}} />
      <CancelDialog messages={messages} />
    </>
  )
}

function CardForm(view: OpenView & Readonly<{ amount: string; shape: FormShape }>) {
  const { messages, payment, errors, echo, shape } = view
  const example = testExpiry(view.nowMs)
  const isRight = Object.keys(errors).length === 0 && !shape.hasAddress
  const country = (shape.hasAddress && view.country) || ''
  const isFocused = view.notice === 'details'
  const shared = { messages, example, ...shape, country, isFocused, asks: askingOf(view.notice) }
  return (
    <form
      id={payment.mode === 'test' ? testFormId : undefined}
      class="card"
      method="post"
      action={messages.link(`/hpp/${payment.id}/pay/${view.token}`)}
      novalidate
      aria-labelledby="card"
    >
      {isRight ? <KeptFields {...shared} echo={echo} /> : <Fields {...shared} errors={errors} echo={echo} />}
      <button class="pay" type="submit">
        <span>{messages.text('open.pay', { amount: view.amount })}</span>
      </button>
      {constant(FormEnd, { messages })}
      {constant(ScriptWords, { messages, example, ...shape })}
    </form>
  )
}

function askingOf(notice: Notice | null): Asking {
  if (notice === null) return 'card'
  return isOfSameCard(notice) ? 'again' : 'another'
}

function FormEnd({ messages }: Readonly<{ messages: Messages }>) {
  return (
    <p class="next">
      <span>
        {messages.text('open.safe')} {messages.text('open.next')}
      </span>
    </p>
  )
}
