/**
 * What a developer can try, in test mode only: every test card, as a button that submits the form, and what can go wrong
 * besides. Like the documentation, it is in English.
 */
import { detectBrand } from '../../card-brands/brand.ts'
import { brandLooks } from '../../card-brands/brand-table.ts'
import { networkName } from '../../card-brands/networks.ts'
import { sandboxName, type TestCard, type TestCardOutcome, testCards } from '../../core/card/test-cards.ts'
import { testEmail, testName } from '../form.ts'
import type { Messages } from '../messages.ts'
import { constant } from '../templates/constant.ts'

type Group = 'approved' | 'declined' | 'bank' | 'incident'

/** The form that the buttons outside of it submit. */
export const testFormId = 'pay'

const groups: Readonly<Record<Group, string>> = {
  approved: 'Approved',
  declined: 'Declined',
  bank: 'Bank check',
  incident: 'Incidents',
}

const groupOf: Readonly<Record<TestCardOutcome['kind'], Group>> = {
  approve: 'approved',
  decline: 'declined',
  challenge: 'bank',
  frictionless: 'bank',
  slow: 'incident',
  lose_answer: 'incident',
  lose_request: 'incident',
  approve_fail_refunds: 'incident',
}

type TestToolsProps = Readonly<{
  messages: Messages
  id: string
  token: string
  /** An expiry date. */
  example: string
  /** Who processes the payment. */
  acquirer: string
}>

export function TestTools({ messages, id, token, example, acquirer }: TestToolsProps) {
  return (
    <section class="tools" lang="en" dir="ltr" aria-labelledby="tools">
      {acquirer === sandboxName ? (
        constant(Cards, { messages, expiry: example })
      ) : (
        <OtherCards acquirer={acquirer} />
      )}
      <form method="post" action={messages.link(`/hpp/${id}/expire/${token}`)}>
        End the session now
        <button type="submit">Expire</button>
      </form>
    </section>
  )
}

function Cards({ expiry }: Readonly<{ messages: Messages; expiry: string }>) {
  return (
    <>
      <h2 id="tools">Test cards</h2>
      <p data-tools data-expiry={expiry} data-name={testName} data-email={testEmail}>
        Pay with one of these, or select a number to copy it.
      </p>
      {(Object.keys(groups) as Group[]).map((group) => (
        <details name="tools" open={group === 'approved'}>
          <summary class={group}>{groups[group]}</summary>
          <ul>
            {testCards
              .filter(({ outcome }) => groupOf[outcome.kind] === group)
              .map((card) => (
                <Card card={card} />
              ))}
            {group === 'incident' ? <Twice /> : null}
          </ul>
        </details>
      ))}
    </>
  )
}

/** What another acquirer does with a card is not known here. */
function OtherCards({ acquirer }: Readonly<{ acquirer: string }>) {
  return (
    <>
      <h2 id="tools">Test cards</h2>
      <p data-tools>
        This payment goes to the test environment of the acquirer “{acquirer}”. Use the test cards in its
        documentation.
      </p>
    </>
  )
}

function Card({ card }: Readonly<{ card: TestCard }>) {
  const brand = detectBrand(card.pan)?.name ?? ''
  const networks = [...(card.localNetwork ? [networkName(card.localNetwork)] : []), brand].join(' · ')
  const title = card.outcome.kind === 'approve' ? networks : `${card.label} · ${networks}`
  return (
    <li>
      {title}
      <code>{grouped(card.pan)}</code>
      <button
        type="submit"
        form={testFormId}
        name="test_card"
        value={card.pan}
        formnovalidate
        aria-label={`Pay: ${title}`}
      >
        Pay
      </button>
    </li>
  )
}

/** Without scripts, a form can only be sent once. */
function Twice() {
  return (
    <li hidden>
      Send the form twice, pay once
      <button type="button" data-twice={testCards[0]?.pan}>
        Send
      </button>
    </li>
  )
}

function grouped(pan: string): string {
  const gaps = brandLooks[detectBrand(pan)?.brand ?? 'visa'].gaps
  return [...pan].map((digit, i) => (gaps.includes(i) ? ` ${digit}` : digit)).join('')
}
