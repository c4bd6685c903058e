/** The integration guide: from the order to the delivered goods, and who is responsible for card data. */
import { exampleId } from '../example-calls.ts'
import { exampleOf } from '../examples.ts'
import { returnExample } from '../return-example.ts'
import { Block, Examples } from './code.tsx'
import { Section } from './rich.tsx'

const steps: readonly Readonly<{ who: string; what: string; anchor: string }>[] = [
  { who: 'Your server', what: 'creates a session and stores its ID with the order.', anchor: 'create' },
  { who: 'The browser', what: 'goes to the hosted page, where the customer pays.', anchor: 'redirect' },
  {
    who: 'The browser',
    what: 'returns to your shop, with query parameters that you must not trust.',
    anchor: 'return',
  },
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
          an idempotency key that belongs to the order: a double click or a repeated request returns the same
          session instead of creating a second one.
        </p>
        <p>
          Store <code>id</code> and <code>redirect_url</code> from the response with the order. Only this
          response contains the URL of the page, and you need the ID to verify the payment later.
        </p>
        <p>
          <code>customer</code> is optional. If you leave it out, the page asks for an email address. If you
          send it, all of its eight fields are required. See the <a href="#create-hosted-payment">endpoint</a>{' '}
          for all fields.
        </p>
      </Section>
      <Redirect apiUrl={apiUrl} />
      <Return />
      <Section
        id="verify"
        title="4. Verify, then deliver"
        code={<Examples example={returnExample(apiUrl)} />}
      >
        <p>Answer four questions, in this order:</p>
        <ol>
          <li>Is the ID in the query the one that you stored with this order?</li>
          <li>Read that payment with your secret key. Is its ID the one you requested?</li>
          <li>Do its amount and currency match the order?</li>
          <li>
            Only then: is its <code>status</code> <code>succeeded</code>?
          </li>
        </ol>
        <p>
          The last question alone is not enough: a customer who once paid for something cheap could put the ID
          of that payment into the URL of a more expensive order, and that payment did succeed.
        </p>
        <p>
          Deliver only if your own order changes from open to paid in one database statement, so that a
          reloaded page does not deliver twice.
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
      code={<Block title="Your server’s response" language="http" text={answer} />}
    >
      <p>
        Redirect your customer’s browser to <code>redirect_url</code>. Use the whole window: the page cannot
        be shown in a frame.
      </p>
      <p>
        If your checkout has a <code>Content-Security-Policy</code> with <code>form-action</code>, allow the
        origin of the page in it: browsers also apply this rule to the redirect.
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
      title="3. The customer returns"
      code={<Block title="Where the browser goes" language="http" text={address} />}
    >
      <p>
        The browser returns to the URL you gave, with <code>payment_id</code> and <code>status</code> added.
        Your own query parameters and fragment are preserved.
      </p>
      <p class="warning">
        <strong>Never trust the query.</strong> It comes from the customer’s browser, so the customer may have
        changed it. Do not use <code>status</code> to decide anything, and use <code>payment_id</code> only to
        compare it with the ID you stored.
      </p>
      <p>
        Some customers pay and never return. <a href="#webhooks">Receive events</a>, or check the payments of
        open orders regularly until their sessions have ended. A session lasts 24 hours, unless the operator
        has set a different time.
      </p>
    </Section>
  )
}

function Statuses() {
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'pending',
      'Open: not paid yet, or the outcome is not known yet.',
      'Wait, and show the customer that the payment is pending.',
    ],
    [
      'requires_action',
      'Open: the bank asks the customer to confirm.',
      'Wait. For a direct payment, send the customer to the bank.',
    ],
    ['succeeded', 'Paid. Refunds do not change this status.', 'Deliver.'],
    ['failed', 'Declined, or abandoned by the customer.', 'Offer a new payment.'],
    ['expired', 'Not completed in time.', 'Offer a new payment.'],
    ['canceled', 'Canceled by you.', 'Nothing.'],
  ]
  return (
    <Section id="statuses" title="Payment statuses">
      <table>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Meaning</th>
            <th scope="col">What to do</th>
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
      <p>Treat unknown statuses as open, never as paid. The last four statuses are final and never change.</p>
    </Section>
  )
}

function PciScope() {
  return (
    <Section id="pci-scope" title="Who is in PCI scope">
      <p>
        Everyone who stores, processes, or transmits card data is responsible for it under PCI DSS. This
        software does not remove that responsibility; it determines where card data goes.
      </p>
      <dl class="scope">
        <div>
          <dt>The operator of this gateway</dt>
          <dd>
            is fully in scope: card numbers pass through its machines, even though they are held in memory
            only and never written anywhere. Expect a full assessment: SAQ D or a report by an assessor.
          </dd>
        </div>
        <div>
          <dt>A merchant who only redirects to the hosted page</dt>
          <dd>
            has the smallest possible scope for online payments, usually SAQ A: no card data reaches the shop.
            The shop must still be protected, because anyone who can change it can send customers elsewhere.
          </dd>
        </div>
        <div>
          <dt>A merchant who uses direct payments</dt>
          <dd>handles card numbers on its own servers, and all of them are in scope.</dd>
        </div>
        <div>
          <dt>A merchant who runs the gateway for its own shop</dt>
          <dd>is both, and fully in scope.</dd>
        </div>
      </dl>
      <p>Your acquirer decides which assessment applies to you.</p>
    </Section>
  )
}
