/** The integration guide: from the order to the delivered goods, and who is responsible for card data. */
import { exampleId, exampleOf } from '../examples.ts'
import { returnExample } from '../return-example.ts'
import { Block, Examples } from './code.tsx'
import { Section } from './rich.tsx'

const steps: readonly Readonly<{ who: string; what: string; anchor: string }>[] = [
  { who: 'Your server', what: 'creates a session and stores its id with the order.', anchor: 'create' },
  { who: 'The browser', what: 'goes to the hosted page, where the customer pays.', anchor: 'redirect' },
  { who: 'The browser', what: 'comes back to your shop, with words that prove nothing.', anchor: 'return' },
  {
    who: 'Your server',
    what: 'reads the payment, compares it with the order, and delivers.',
    anchor: 'verify',
  },
]

export function Steps() {
  return (
    <ol class="steps">
      {steps.map(({ who, what, anchor }) => (
        <li>
          <a href={`#${anchor}`}>{who}</a> {what}
        </li>
      ))}
    </ol>
  )
}

export function GuideSections({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <>
      <Section
        id="create"
        title="1. Create a session"
        code={<Examples example={exampleOf('createHostedPayment', apiUrl)} />}
      >
        <p>
          Save the order first, with its amount and currency. Then create the session from your server, with
          an idempotency key that belongs to the order: a double click or a repeated request gives the same
          session, not a second one.
        </p>
        <p>
          Store <code>id</code> and <code>redirect_url</code> of the answer with the order. The page’s address
          is in this one answer only, and you need the id to verify the payment later.
        </p>
        <p>
          <code>customer</code> is optional. Leave it out, and the page asks for an e-mail address; send it,
          and all of its eight fields are required. All fields are listed under{' '}
          <a href="#create-hosted-payment">the endpoint</a>.
        </p>
      </Section>
      <Redirect apiUrl={apiUrl} />
      <Return />
      <Section
        id="verify"
        title="4. Verify, then deliver"
        code={<Examples example={returnExample(apiUrl)} />}
      >
        <p>Four questions, in this order:</p>
        <ol>
          <li>Is the id in the query the one that you stored with this order?</li>
          <li>Read that payment with your secret key. Is its id the one you asked for?</li>
          <li>Are amount and currency those of the order?</li>
          <li>
            Only now: is <code>status</code> <code>succeeded</code>?
          </li>
        </ol>
        <p>
          Asking the last question alone is a hole that costs goods: a customer who once paid for something
          cheap can put that payment’s id into the address of a dearer order, and it did succeed.
        </p>
        <p>
          Make delivery depend on your own order changing from open to paid, in one statement of your
          database, so that a reloaded page does not deliver twice.
        </p>
      </Section>
      <Statuses />
      <PciScope />
    </>
  )
}

function Redirect({ apiUrl }: Readonly<{ apiUrl: string }>) {
  const answer = `HTTP/1.1 303 See Other
Location: ${apiUrl}/hpp/${exampleId}`
  return (
    <Section
      id="redirect"
      title="2. Send the customer to the page"
      code={<Block title="What your server answers" language="http" text={answer} />}
    >
      <p>
        Answer your customer’s browser with a redirect to <code>redirect_url</code>. Send the whole window
        there; the page refuses to be shown in a frame.
      </p>
      <p>
        If your checkout has a <code>Content-Security-Policy</code> with <code>form-action</code>, allow the
        page’s origin in it: browsers apply the rule to the redirect, too.
      </p>
    </Section>
  )
}

function Return() {
  const address = `https://shop.example.com/checkout/complete
  ?payment_id=${exampleId}
  &status=succeeded`
  return (
    <Section
      id="return"
      title="3. The customer comes back"
      code={<Block title="Where the browser goes" language="http" text={address} />}
    >
      <p>
        The browser returns to the address you gave, with <code>payment_id</code> and <code>status</code>{' '}
        added. Your own query parameters and fragment stay as they are.
      </p>
      <p class="warning">
        <strong>Never trust the query.</strong> It went through the customer’s browser, so the customer may
        have written it. Use <code>status</code> for nothing, and <code>payment_id</code> only to compare it
        with the id you stored.
      </p>
      <p>
        Some customers pay and never come back. Read the payments of open orders once in a while; the page’s
        life, 24 hours unless the operator has set another, is a good bound.
      </p>
    </Section>
  )
}

function Statuses() {
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'pending',
      'Open: not paid yet, or the outcome is still being found out.',
      'Wait, and show that you do.',
    ],
    [
      'requires_action',
      'Open: the bank wants the customer to confirm.',
      'Wait. With a direct payment, send the customer on.',
    ],
    ['succeeded', 'Paid. Stays so, also after a refund.', 'Deliver.'],
    ['failed', 'Declined, or given up by the customer.', 'Offer a new payment.'],
    ['expired', 'Not completed in time.', 'Offer a new payment.'],
    ['canceled', 'Withdrawn by you.', 'Nothing.'],
  ]
  return (
    <Section id="statuses" title="What each status asks of you">
      <table>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Meaning</th>
            <th scope="col">Do</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([status, meaning, todo]) => (
            <tr id={`status-${status}`}>
              <th scope="row">
                <code>{status}</code>
              </th>
              <td>{meaning}</td>
              <td>{todo}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>Treat a status you do not know as open, never as paid. The last four are final and never change.</p>
    </Section>
  )
}

function PciScope() {
  return (
    <Section id="pci-scope" title="Who is in PCI scope">
      <p>
        Everybody who stores, processes or transmits card data answers for it under PCI DSS. This software
        does not take that away; it decides where the card data goes.
      </p>
      <dl class="scope">
        <div>
          <dt>Whoever runs this gateway</dt>
          <dd>
            is in scope, fully: card numbers pass through its machines, even though they are kept in memory
            only and never written anywhere. Expect the full assessment, SAQ D or a report by an assessor.
          </dd>
        </div>
        <div>
          <dt>A merchant who only redirects to the hosted page</dt>
          <dd>
            has the smallest scope there is for online payments, as a rule SAQ A: no card data reaches the
            shop. It is small, not nothing. The shop must still be looked after, since whoever changes it can
            send customers elsewhere.
          </dd>
        </div>
        <div>
          <dt>A merchant who uses direct payments</dt>
          <dd>handles card numbers on its own servers, and is in scope for all of them.</dd>
        </div>
        <div>
          <dt>A merchant who runs the gateway for its own shop</dt>
          <dd>is both, and in full scope.</dd>
        </div>
      </dl>
      <p>Your acquirer has the last word on which assessment applies to you.</p>
    </Section>
  )
}
