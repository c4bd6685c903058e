/** The first part of the page: what this is, how to begin, and the rules that hold for every request. */
import { exampleKey, exampleOf } from '../examples.ts'
import { Block, Examples } from './code.tsx'
import { Rich, Section } from './rich.tsx'

export function StartSections({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <>
      <Overview apiUrl={apiUrl} />
      <Section
        id="authentication"
        title="Authentication"
        code={<Block title="Every request" language="http" text={`Authorization: Bearer ${exampleKey}`} />}
      >
        <p>
          Send your secret key as a bearer token. It stays on your server: whoever has it can refund your
          payments. A key that begins with <code>fl_test_sk_</code> moves no money; one that begins with{' '}
          <code>fl_live_sk_</code> does. The key decides the mode, and neither mode sees the payments of the
          other.
        </p>
        <p>
          The key in these examples exists in the local sandbox only. Wherever else the gateway runs, use a
          key that its operator made for you, and ask for a new one when it may have been seen.
        </p>
      </Section>
      <Section id="idempotency" title="Repeating a request safely">
        <p>
          When the line breaks you cannot know whether a request arrived. Give each <code>POST</code> an{' '}
          <code>Idempotency-Key</code> made from what you want to happen, such as the order’s number, and
          simply send it again: the first 2xx answer is kept for 24 hours and returned byte for byte, with the
          header <code>Idempotent-Replayed: true</code>.
        </p>
        <ul>
          <li>
            The body is compared by its meaning: the order of members, white space and the spelling of strings
            (<code>\/</code> for <code>/</code>) make no difference.
          </li>
          <li>
            The same key with another request, or while the first request is still running, returns{' '}
            <a href="#error-idempotency_key_in_use">
              <code>idempotency_key_in_use</code>
            </a>
            . The message says which of the two, and <code>Retry-After</code> is present only while the first
            request is running.
          </li>
          <li>Errors are not kept: correct the request and use the same key.</li>
          <li>A key belongs to one secret key, and has 1 to 255 printable ASCII characters.</li>
        </ul>
      </Section>
      <RateLimits />
    </>
  )
}

function Overview({ apiUrl }: Readonly<{ apiUrl: string }>) {
  const started = `npm ci
npm start  # the sandbox, at ${apiUrl}`
  const code = (
    <>
      <Block title="Start the sandbox" language="shell" text={started} />
      <Examples example={exampleOf('createHostedPayment', apiUrl)} />
    </>
  )
  return (
    <section id="overview" class="row">
      <div class="prose">
        <h1>Take card payments without touching a card</h1>
        <p class="lead">
          Your server creates a session. Your customer pays on a page of the gateway. You read the payment,
          and ship.
        </p>
        <p>
          The API speaks JSON over HTTP. Amounts are integers in minor units, so 2500 is EUR 25.00. Times are
          Unix seconds. Every payment has one id, from <code>pending</code> to its end.
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
              <code>eur</code>, <code>usd</code>, <code>gbp</code>
            </dd>
          </div>
        </dl>
        <p>
          Bodies are sent as <code>application/json</code>. Fields that the API does not know are ignored, and
          null counts as absent. An integer must be written as one: <code>2500</code>, not <code>2500.0</code>{' '}
          or <code>25e2</code>. Query parameters that an endpoint does not have are refused.
        </p>
        <p>
          Characters are counted as Unicode code points. Control characters and bidirectional overrides are
          refused, except tabs and line breaks in <code>description</code>, in values of <code>metadata</code>
          , and in <code>customer.address</code>. Never put a card number into these fields: they are stored
          and shown, and the gateway logs a warning with the name of the field.
        </p>
        <p>
          Every response carries <code>Flowlix-Request-Id</code>. Keep it in your log: with it, the operator
          of the gateway finds the request in the gateway’s log.
        </p>
      </div>
      <div class="aside">{code}</div>
    </section>
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
        <Rich text="A key may send 500 requests a minute unless the operator has set another limit. The minute begins with the first request. Every authenticated answer tells the limit, what is left of it, and when the minute ends, in Unix seconds." />
      </p>
      <p>
        Beyond that the answer is{' '}
        <a href="#error-rate_limit_exceeded">
          <code>rate_limit_exceeded</code>
        </a>{' '}
        with <code>Retry-After</code> in seconds. Nothing was done, and the same request may be sent again
        then.
      </p>
    </Section>
  )
}
