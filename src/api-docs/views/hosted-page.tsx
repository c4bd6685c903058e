/** What customers see on the hosted page, and the test cards. */
import { sandboxName, type TestCard, type TestCardOutcome, testCards } from '../../core/card/test-cards.ts'
import { languages } from '../../core/language.ts'
import { Section } from './rich.tsx'

export function HostedPageSection() {
  return (
    <Section id="hosted-page" title="The hosted page">
      <p>
        The page at <code>/hpp/{'{payment id}'}</code> is available in {languages.length} languages. The{' '}
        <code>locale</code> that you send takes precedence over the customer’s browser, and customers can
        choose a different language on the page. It works on phones, with screen readers, and without scripts,
        and loads nothing from third parties.
      </p>
      <dl class="scope">
        <div>
          <dt>A mistyped card</dt>
          <dd>is corrected on the page. It does not count as an attempt and does not change the payment.</dd>
        </div>
        <div>
          <dt>A declined card</dt>
          <dd>
            ends the payment as <code>failed</code>: one payment is one attempt to charge a card. The page
            says why, and its button leads back to your shop. If <code>ATTEMPTS_MAX</code> allows several
            cards, the payment stays <code>pending</code> and the customer can try another one. Three cards
            suit most shops that can wait for the result.
          </dd>
        </div>
        <div>
          <dt>A bank that asks for confirmation</dt>
          <dd>
            makes the payment <code>requires_action</code>. The page takes the customer to the bank and back,
            in the same window and without a script if necessary. You do not have to do anything. The customer
            has ten minutes, even if the session ends before that. If the bank cannot confirm who is paying,
            or time runs out, the card counts as declined with <code>authentication_failed</code>.
          </dd>
        </div>
        <div>
          <dt>“Cancel and return”</dt>
          <dd>
            ends the payment as <code>failed</code> with <code>canceled_by_customer</code>, or with the
            decline code of the last card if one was declined before. Closing the window does not end it: the
            same URL can be opened again.
          </dd>
        </div>
        <div>
          <dt>A session that ends</dt>
          <dd>
            makes the payment <code>expired</code>, after 24 hours unless <code>SESSION_LIFE_SECONDS</code>{' '}
            says otherwise. If that is less than 20 hours, the page warns the customer and grants the same
            time again on request, up to ten times. In the API, the payment stays <code>pending</code>. A
            merchant can switch it off with <code>--session-extension off</code>.
          </dd>
        </div>
        <div>
          <dt>An unknown outcome</dt>
          <dd>
            leaves the payment <code>pending</code>, and the page does not ask for the card again. After 60
            seconds, it offers a link back to your shop with <code>status=pending</code>.
          </dd>
        </div>
        <div>
          <dt>A finished payment</dt>
          <dd>shows the outcome and a link back to your shop instead of the form.</dd>
        </div>
      </dl>
      <p>
        After a success or “Cancel and return”, the browser returns to your shop immediately. After a failed
        payment, the page waits until the customer has read the reason. <code>RESULT_PAGE</code> changes that:{' '}
        <code>none</code> never waits, which suits automated tests, and <code>all</code> always waits.
      </p>
      <p>
        The outcome of a payment is stored before the browser is sent back, so the API always knows at least
        as much as the browser.
      </p>
    </Section>
  )
}

export function TestCardsSection({ testAcquirer }: Readonly<{ testAcquirer: string }>) {
  return (
    <Section id="test-cards" title="Test cards">
      {testAcquirer !== sandboxName && (
        <p>
          <b>
            This gateway sends test payments to the test environment of <code>{testAcquirer}</code>, so use
            the test cards in that acquirer’s documentation.
          </b>{' '}
          Those below are for merchants whose test payments stay in the sandbox.
        </p>
      )}
      <p>
        Use these with a test key, any future expiry date, any name, and any security code of three digits
        (four for American Express). All other numbers are declined and not stored. Never use real cards in
        test mode.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Card</th>
            <th scope="col">What happens</th>
          </tr>
        </thead>
        <tbody>
          {testCards.map((card) => (
            <tr id={`card-${card.pan}`}>
              <th scope="row">
                <code class="pan">{card.pan}</code>
              </th>
              <td>{card.label}</td>
              <td>
                <Outcome card={card} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

const outcomes: Readonly<Record<Exclude<TestCardOutcome['kind'], 'decline' | 'challenge' | 'slow'>, string>> =
  {
    approve: 'Succeeds.',
    frictionless:
      'Confirmed by the bank without asking the customer, then succeeds. With scripts, the bank first recognizes the browser in a hidden frame.',
    lose_answer:
      'The acquirer takes the money, but its response is lost. Succeeds once the outcome is known.',
    lose_request: 'The request never reaches the acquirer. Fails once that is certain.',
    approve_fail_refunds: 'Succeeds. Its refunds are accepted and fail later.',
  }

function Outcome({ card: { outcome } }: Readonly<{ card: TestCard }>) {
  if (outcome.kind === 'challenge')
    return (
      <>
        The bank’s page asks for confirmation,{' '}
        {outcome.declineCode === null ? (
          'where you choose the outcome. The browser gets there through a form. With scripts, the bank first recognizes the browser in a hidden frame.'
        ) : (
          <>
            then fails with <DeclineLink code={outcome.declineCode} />.
          </>
        )}
      </>
    )
  if (outcome.kind === 'slow') return <>Succeeds after {outcome.answerMs / 1_000} seconds.</>
  if (outcome.kind === 'decline')
    return (
      <>
        Fails with <DeclineLink code={outcome.declineCode} />.
      </>
    )
  return <>{outcomes[outcome.kind]}</>
}

function DeclineLink({ code }: Readonly<{ code: string }>) {
  return (
    <a href={`#decline-${code}`}>
      <code>{code}</code>
    </a>
  )
}
