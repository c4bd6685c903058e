/** The typed client, and notes on behavior that is specific to this gateway. */

import { exampleKey } from '../example-calls.ts'
import { projectRules } from '../project-rules.ts'
import { Block } from './code.tsx'
import { Rich, Section } from './rich.tsx'

function clientText(apiUrl: string): string {
  return `import { Flowlix, FlowlixError } from 'flowlix-client'

const flowlix = new Flowlix({
  apiKey: '${exampleKey}',
  baseUrl: '${apiUrl}',
})

try {
  const session = await flowlix.payments.createSession(
    {
      amount: 2500,
      currency: 'eur',
      redirect_url: 'https://shop.example.com/checkout/complete',
    },
    { idempotencyKey: 'order-1044' },
  )
  console.log(session.id, session.redirect_url)
} catch (error) {
  if (!(error instanceof FlowlixError)) throw error
  console.error(error.code, error.param, error.requestId)
}

const paid = flowlix.payments.all({ status: 'succeeded' })
for await (const payment of paid) {
  console.log(payment.id, payment.amount)
}`
}

export function ClientSection({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <Section
      id="client"
      title="Typed client"
      code={<Block title="flowlix-client" note="TypeScript" language="node" text={clientText(apiUrl)} />}
    >
      <p>
        The client is for JavaScript and TypeScript. It has no dependencies and runs on Node.js, Deno, Bun,
        and edge runtimes. Its types are generated from <code>openapi.json</code>.{' '}
        <code>npm run package</code> in the gateway's repository builds the package; install it with{' '}
        <code>npm install ./flowlix-client-0.1.0.tgz</code>.
      </p>
      <ul>
        <li>
          <code>payments</code> has <code>createSession</code>, <code>create</code>, <code>retrieve</code>,{' '}
          <code>list</code>, <code>all</code>, <code>refund</code>, and <code>cancel</code>.
        </li>
        <li>
          Each attempt has a timeout of 30 seconds, unless you set <code>timeoutMs</code>.
        </li>
        <li>
          Connection errors, timeouts, and the statuses 408, 429, 502, 503, and 504 are retried up to three
          times (<code>maxRetries</code>), with growing pauses, and not before <code>Retry-After</code>. A 409
          is retried only while the first request with the same key is running. A retry keeps its idempotency
          key; if you do not set one, it is generated.
        </li>
        <li>
          Error responses are thrown as <code>FlowlixError</code> with <code>type</code>, <code>code</code>,{' '}
          <code>param</code>, <code>status</code>, and <code>requestId</code>;{' '}
          <code>FlowlixTimeoutError</code> and <code>FlowlixConnectionError</code> mean that the request may
          have been carried out.
        </li>
        <li>
          <code>all</code> iterates over the payments of every page.
        </li>
        <li>
          <code>verifyWebhook</code> returns the <a href="#webhooks">event</a> in a request, as a union that
          is discriminated by <code>type</code>, or throws an error with a <code>reason</code>.{' '}
          <code>signWebhook</code> signs requests for your tests.
        </li>
      </ul>
    </Section>
  )
}

export function FurtherSection() {
  return (
    <Section id="further" title="In the repository">
      <dl class="scope">
        <div>
          <dt>A complete shop</dt>
          <dd>
            <code>examples/shop</code> creates sessions, handles the return, receives webhooks, and verifies
            payments. <code>npm run example</code> starts it together with the sandbox.
          </dd>
        </div>
        <div>
          <dt>Webhook receivers</dt>
          <dd>
            <code>examples/webhooks</code> contains the <a href="#webhook-receivers">servers</a> on this page.
          </dd>
        </div>
        <div>
          <dt>What happened to a payment</dt>
          <dd>
            <code>flowlix explain</code> with the ID of a payment shows its history in plain English.
          </dd>
        </div>
        <div>
          <dt>Operating the gateway</dt>
          <dd>
            <code>README.md</code> lists the settings. <code>docs/operating.md</code> covers proxies, backups,
            upgrades, and alerts, and <code>docs/acquirers.md</code> explains how to connect an acquirer.
          </dd>
        </div>
      </dl>
    </Section>
  )
}

export function DecisionsSection() {
  return (
    <Section id="decisions" title="Behavior notes">
      <p>
        These rules are specific to this gateway. You can rely on them here, but other payment APIs may
        differ.
      </p>
      <dl class="scope">
        {projectRules.map(({ topic, rule }) => (
          <div>
            <dt>{topic}</dt>
            <dd>
              <Rich text={rule} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
