/** What customers meet on the hosted page, and the cards to try it with. */
import { type TestCard, type TestCardOutcome, testCards } from '../../core/test-cards.ts'
import { Section } from './rich.tsx'

export function HostedPageSection() {
  return (
    <Section id="hosted-page" title="The hosted page">
      <p>
        One page at <code>/hpp/{'{payment id}'}</code>, in English, for phones and for screen readers, with
        scripts or without, and with nothing from third parties.
      </p>
      <dl class="scope">
        <div>
          <dt>A mistyped card</dt>
          <dd>is corrected on the page. It is no attempt, and changes nothing about the payment.</dd>
        </div>
        <div>
          <dt>A declined card</dt>
          <dd>
            ends the payment as <code>failed</code>: one payment is one attempt to move money. The page says
            why, and its button leads back to your shop. Where <code>ATTEMPTS_MAX</code> allows several cards,
            the payment stays <code>pending</code> and the customer can try another one.
          </dd>
        </div>
        <div>
          <dt>A bank that wants confirmation</dt>
          <dd>
            makes the payment <code>requires_action</code>. The page takes the customer to the bank and back;
            you do nothing.
          </dd>
        </div>
        <div>
          <dt>“Cancel and return”</dt>
          <dd>
            ends it as <code>failed</code> with <code>canceled_by_customer</code>, or with the decline code of
            the last card if one was declined before. Closing the window doesn’t end it: the same address can
            be opened again.
          </dd>
        </div>
        <div>
          <dt>An outcome nobody knows yet</dt>
          <dd>
            leaves it <code>pending</code>, and the page never asks for the card twice. After 60 seconds it
            offers the way back with <code>status=pending</code>.
          </dd>
        </div>
        <div>
          <dt>A finished payment</dt>
          <dd>tells the outcome and leads back to you; there is no form any more.</dd>
        </div>
      </dl>
      <p>
        After a success or “Cancel and return” the browser goes back to your shop at once. A failed payment
        waits for the customer to read the reason. <code>RESULT_PAGE</code> changes that: <code>none</code>{' '}
        never waits, which suits automated tests, and <code>all</code> always does.
      </p>
      <p>
        What a payment has become is stored before the browser is sent back, so reading it never tells less
        than the browser was told.
      </p>
    </Section>
  )
}

export function TestCardsSection() {
  return (
    <Section id="test-cards" title="Test cards">
      <p>
        For test keys: any date in the future, any name, and any security code of three digits, four for
        American Express. Every other number is declined, and kept nowhere; real cards do not belong here.
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

const outcomes: Readonly<Record<Exclude<TestCardOutcome['kind'], 'decline' | 'challenge'>, string>> = {
  approve: 'Succeeds.',
  frictionless: 'Confirmed by the bank without asking the customer; succeeds.',
  lose_answer: 'The acquirer takes the money and its answer is lost; succeeds once that is found out.',
  lose_request: 'The request never arrives; fails once that is certain.',
  approve_fail_refunds: 'Succeeds; its refunds are accepted and fail later.',
}

function Outcome({ card: { outcome } }: Readonly<{ card: TestCard }>) {
  if (outcome.kind === 'challenge')
    return (
      <>
        The bank’s page asks for confirmation;{' '}
        {outcome.declineCode === null ? (
          'you choose there how it ends.'
        ) : (
          <>
            then <DeclineLink code={outcome.declineCode} />.
          </>
        )}
      </>
    )
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
