/** The first part of the page: what this is, how to begin, and the rules for every request. */
import { currencies } from '../../core/money.ts'
import { exampleKey } from '../example-calls.ts'
import { exampleOf } from '../examples.ts'
import { Block, Examples } from './code.tsx'
import { PagePicture } from './page-picture.tsx'
import { Rich, Section } from './rich.tsx'

export function StartSections({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <>
      <Overview apiUrl={apiUrl} />
      <Quickstart apiUrl={apiUrl} />
      <Requests />
      <Section
        id="authentication"
        title="Authentication"
        code={<Block title="Every request" language="http" text={`Authorization: Bearer ${exampleKey}`} />}
      >
        <p>
          Send your secret key as a bearer token. Keep it on your server: anyone who has it can refund your
          payments. Keys that begin with <code>fl_test_sk_</code> move no money; keys that begin with{' '}
          <code>fl_live_sk_</code> do. The key decides the mode, and each mode sees only its own payments.
        </p>
        <p>
          The key in these examples works only in the local sandbox. For any other gateway, use a key from its
          operator, and ask for a new one if yours may have been exposed.
        </p>
      </Section>
      <Section id="idempotency" title="Idempotent requests">
        <p>
          When a connection breaks, you cannot know whether your request arrived. Give each <code>POST</code>{' '}
          an <code>Idempotency-Key</code> derived from what you want to happen, such as the order number, and
          send the request again: the first 2xx response is stored for 24 hours and returned byte for byte,
          with the header <code>Idempotent-Replayed: true</code>.
        </p>
        <ul>
          <li>
            The body is compared by its meaning: the order of members, whitespace, and escapes in strings (
            <code>\/</code> for <code>/</code>) make no difference.
          </li>
          <li>
            The same key with a different request, or while the first request is still running, returns{' '}
            <a href="#error-idempotency_key_in_use">
              <code>idempotency_key_in_use</code>
            </a>
            . The message says which of the two, and <code>Retry-After</code> is present only while the first
            request is running.
          </li>
          <li>Errors are not stored: correct the request and use the same key.</li>
          <li>
            Idempotency keys are separate for each secret key. They have 1 to 255 printable ASCII characters.
          </li>
        </ul>
      </Section>
      <RateLimits />
    </>
  )
}

function Overview({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <section id="overview" class="row">
      <div class="prose">
        <h1>Take card payments without touching a card</h1>
        <p class="lead">
          Your server creates a session. Your customer pays on a page of the gateway. Your server checks the
          payment, and then you ship.
        </p>
        <p>
          <a class="go" href="#quickstart">
            Make your first payment in two minutes
          </a>
        </p>
        <dl class="facts">
          <div>
            <dt>API</dt>
            <dd>
              <code>{apiUrl}/v1</code>
            </dd>
          </div>
          <div>
            <dt>Description</dt>
            <dd>
              <a href="/openapi.json">openapi.json</a>, OpenAPI 3.1
            </dd>
          </div>
          <div>
            <dt>Currencies</dt>
            <dd>
              {currencies.map((currency, index) => (
                <>
                  {index === 0 ? '' : ', '}
                  <code>{currency}</code>
                </>
              ))}
            </dd>
          </div>
        </dl>
      </div>
      <div class="aside">
        <PagePicture />
      </div>
    </section>
  )
}

function Quickstart({ apiUrl }: Readonly<{ apiUrl: string }>) {
  const started = `npm ci
npm start  # the sandbox, at ${apiUrl}`
  const code = (
    <>
      <Block title="1. Start the sandbox" language="shell" text={started} />
      <Examples example={exampleOf('createHostedPayment', apiUrl)} />
      <Examples example={exampleOf('getPayment', apiUrl)} />
    </>
  )
  return (
    <Section id="quickstart" title="Your first payment in two minutes" code={code}>
      <ol class="steps tall">
        <li>
          <b>Start the sandbox.</b> In a copy of the gateway’s repository, run the two commands. Nothing else
          needs to be installed, and no money can be taken.
        </li>
        <li>
          <b>Create a session.</b> The response contains the payment’s <code>id</code> and, in{' '}
          <code>redirect_url</code>, the URL of its payment page.
        </li>
        <li>
          <b>Pay like a customer.</b> Open <code>redirect_url</code> in a browser and enter the test card{' '}
          <code>4111 1111 1111 1111</code>, any future expiry date, and any security code. The page then sends
          you to a page that stands in for your shop.
        </li>
        <li>
          <b>Check the payment.</b> Retrieve it, with its <code>id</code> in the URL: its status is now{' '}
          <code>succeeded</code>.
        </li>
      </ol>
      <p>
        To see a card that is declined, pay with <code>4000 0000 0000 0002</code>. There is{' '}
        <a href="#test-cards">a test card for every outcome</a>.
      </p>
    </Section>
  )
}

function Requests() {
  return (
    <Section id="requests" title="Requests and responses">
      <p>
        The API uses JSON over HTTP. Amounts are integers in minor units, so 2500 is EUR 25.00. Times are Unix
        seconds. A payment keeps its ID from <code>pending</code> to its final status.
      </p>
      <p>
        Send bodies as <code>application/json</code>. Unknown fields are ignored, and null means the same as
        an absent field. Integers must be written as integers: <code>2500</code>, not <code>2500.0</code> or{' '}
        <code>25e2</code>. Unknown query parameters are refused.
      </p>
      <p>
        Characters are counted as Unicode code points. Control characters and bidirectional overrides are
        refused, except tabs and line breaks in <code>description</code>, in values of <code>metadata</code>,
        and in <code>customer.address</code>. Never put a card number into these fields: they are stored and
        shown, and the gateway logs a warning with the name of the field.
      </p>
      <p>
        Every response has a <code>Flowlix-Request-Id</code> header. Log it: the operator of the gateway can
        use it to find the request in the gateway’s log.
      </p>
    </Section>
  )
}

function RateLimits() {
  const headers = `X-RateLimit-Limit: 500
X-RateLimit-Remaining: 0
X-RateLimit-Reset: 1719792060
Retry-After: 42`
  return (
    <Section
      id="rate-limits"
      title="Rate limits"
      code={<Block title="Too many requests" note="429" language="http" text={headers} />}
    >
      <p>
        <Rich text="Each key may send 500 requests per minute, unless the operator has set a different limit. The minute begins with the first request. Every authenticated response contains the limit, the number of requests left, and the time when the minute ends, in Unix seconds." />
      </p>
      <p>
        Above the limit, the response is{' '}
        <a href="#error-rate_limit_exceeded">
          <code>rate_limit_exceeded</code>
        </a>{' '}
        with <code>Retry-After</code> in seconds. The request was not carried out. Send it again after that
        time.
      </p>
    </Section>
  )
}
