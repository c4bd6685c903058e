/** The page of a payment that waits for a card: the form. */

import { sandboxName } from '../../core/card/test-cards.ts'
import type { Merchant } from '../../core/merchant.ts'
import { isShortSession } from '../../core/payment/extension.ts'
import type { Payment } from '../../core/payment/payment.ts'
import { type Echo, emptyEcho, type FieldErrors, testExpiry } from '../form.ts'
import { acceptedNames, type FormShape, formTerms, shapeOf } from '../form-terms.ts'
import type { Messages } from '../messages.ts'
import type { NetworkChoice } from '../network-choice.ts'
import { type SummaryShape, type SummaryTexts, summaryShape, summaryTexts } from '../summary-shape.ts'
import { constant } from '../templates/constant.ts'
import { PageHtml } from '../templates/page-html.ts'
import type { PageTemplate } from '../templates/page-template.ts'
import { Templates } from '../templates/templates.ts'
import { CancelDialog, CancelLink } from './cancel.tsx'
import { documentTemplate } from './document.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { type Asking, Fields } from './fields.tsx'
import { KeptFields } from './kept-fields.tsx'
import { choiceValues } from './network-fieldset.tsx'
import { isOfSameCard, type Notice, NoticeBox, type NoticeProps } from './notice.tsx'
import { ScriptWords } from './script-words.tsx'
import { SummaryOfShape } from './summary.tsx'
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
  /** Who processes the payment in test mode, if not the sandbox. */
  testAcquirer?: string
  errors: FieldErrors
  echo: Echo
  /** Of a co-badged card's network. */
  choice?: NetworkChoice | null
  /** Where the customer most likely is, if something says it. */
  country?: string
}>

/** What many open pages have in common, in plain values. */
type OpenShape = FormShape &
  SummaryShape &
  Readonly<{
    isTest: boolean
    testAcquirer: string
    isShort: boolean
    canReturn: boolean
    /** Empty: none. */
    notice: Notice | ''
    warnsOfRealCard: boolean
    /** An expiry date, which changes with the month. */
    example: string
  }>

/** What is one payment's own. */
type OpenTexts = SummaryTexts & Readonly<{ idEnd: string; token: string }>

/** Every ID begins so, and what is the same on all pages is compressed with them. */
const idStart = 'pay_'

type Shared = Readonly<{ messages: Messages; merchant: Merchant }>
type PageProps = Shared &
  Readonly<{
    shape: OpenShape
    texts: OpenTexts
    /** Null where the fields are empty, nothing is wrong with them, and nothing else is one payment's own. */
    view: OpenView | null
  }>

const templates = new Templates((shared, shape: OpenShape, texts: OpenTexts) =>
  openPage({ ...shared, shape, texts, view: null }),
)

export function renderOpen(view: OpenView): PageHtml {
  const { messages, payment, merchant } = view
  const shared = { messages, merchant }
  const shape = openShape(view)
  const texts = {
    ...summaryTexts(messages, payment),
    idEnd: payment.id.slice(idStart.length),
    token: view.token,
  }
  return isLikeOthers(view, shape)
    ? templates.page(shared, shape, texts)
    : new PageHtml(openPage({ ...shared, shape, texts, view }))
}

function openShape(view: OpenView): OpenShape {
  const { messages, payment, merchant } = view
  return {
    ...shapeOf(formTerms(payment, merchant)),
    ...summaryShape(messages, payment),
    isTest: payment.mode === 'test',
    testAcquirer: view.testAcquirer ?? sandboxName,
    isShort: isShortSession(payment),
    canReturn: payment.returnUrl !== null,
    notice: view.notice ?? '',
    warnsOfRealCard: view.warnsOfRealCard,
    example: testExpiry(view.nowMs),
  }
}

function isLikeOthers({ errors, echo }: OpenView, { hasAddress, isShort }: OpenShape): boolean {
  return Object.keys(errors).length === 0 && echo === emptyEcho && !hasAddress && !isShort
}

function openPage({ messages, merchant, shape, texts, view }: PageProps): PageTemplate {
  const { notice, warnsOfRealCard, isTest, testAcquirer, example } = shape
  const id = idStart + texts.idEnd
  const names = { amount: texts.amount, merchant: merchant.name }
  const errors = view?.errors ?? {}
  const hasErrors = Object.keys(errors).length > 0
  const isDeclined = notice !== '' && notice !== 'tooOld'
  const plain = messages.text(isDeclined ? 'failed.title' : 'open.title', names)
  const isWrong = hasErrors || notice === 'tooOld'
  return documentTemplate({
    messages,
    isTest,
    merchant,
    title: isWrong ? messages.text('page.errorTitle', { title: plain }) : plain,
    kind: kindOf(shape),
    hasScript: true,
    children: (
      <main id="main" class="columns" data-state="open">
        <section class="side">
          <SummaryOfShape
            messages={messages}
            merchant={merchant}
            shape={shape}
            texts={texts}
            isHeading={!isDeclined}
          />
        </section>
        <section class="panel">
          {hasErrors ? (
            <>
              <ErrorSummary
                messages={messages}
                errors={errors}
                values={{
                  ...{ example, brands: acceptedNames(messages, shape) },
                  ...choiceValues(messages, view?.choice ?? null),
                }}
              />
              <CancelDialog messages={messages} />
            </>
          ) : (
            constant(NoErrors, { messages, notice, warnsOfRealCard })
          )}
          <CardForm id={id} messages={messages} shape={shape} texts={texts} view={view} />
          <CancelLink messages={messages} merchant={merchant} id={id} canReturn={shape.canReturn} />
          {shape.isShort && view !== null ? <TimeLimit {...view} /> : null}
        </section>
        {isTest ? (
          <TestTools {...{ messages, id, example }} token={texts.token} acquirer={testAcquirer} />
        ) : null}
      </main>
    ),
  })
}

/** Only the forms that need more carry it. */
function kindOf({ isShort, hasAddress, hasEmail, localNetworks }: OpenShape) {
  if (isShort) return localNetworks === '' ? 'shortForm' : 'networkShortForm'
  if (localNetworks !== '') return 'networkForm'
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

type FormProps = Omit<PageProps, 'merchant'> & Readonly<{ id: string }>

function CardForm({ id, messages, shape, texts, view }: FormProps) {
  const { example, notice, hasEmail, accepted, localNetworks, hasAddress } = shape
  const form = { hasEmail, accepted, localNetworks, hasAddress }
  const country = (hasAddress && view?.country) || ''
  const isFocused = notice === 'details'
  const shared = { messages, example, ...form, country, isFocused, asks: askingOf(notice) }
  const { errors, echo } = view ?? { errors: {}, echo: emptyEcho }
  const isRight = Object.keys(errors).length === 0 && !hasAddress
  return (
    <form
      id={shape.isTest ? testFormId : undefined}
      class="card"
      method="post"
      action={messages.link(`/hpp/${id}/pay/${texts.token}`)}
      novalidate
      aria-labelledby="card"
    >
      {isRight ? (
        <KeptFields {...shared} echo={echo} />
      ) : (
        <Fields {...shared} errors={errors} echo={echo} choice={view?.choice ?? null} />
      )}
      <button class="pay" type="submit">
        <span>{messages.text('open.pay', { amount: texts.amount })}</span>
      </button>
      {constant(FormEnd, { messages })}
      {constant(ScriptWords, { messages, example, ...form })}
    </form>
  )
}

function askingOf(notice: Notice | ''): Asking {
  if (notice === '') return 'card'
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
