/** The typed client, and the rules that are this project's own decisions. */
import { decisions } from '../decisions.ts'
import { exampleKey } from '../examples.ts'
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
        For JavaScript and TypeScript, without dependencies, for Node.js, Deno, Bun, and edge runtimes. Its
        types are made from the description of this API. <code>npm run package</code> in the gateway's
        repository makes the package; install it with <code>npm install ./flowlix-client-0.1.0.tgz</code>.
      </p>
      <ul>
        <li>
          <code>payments</code> has <code>createSession</code>, <code>create</code>, <code>get</code>,{' '}
          <code>list</code>, <code>all</code>, <code>refund</code> and <code>cancel</code>.
        </li>
        <li>Each try has a time limit, 30 seconds unless you set another.</li>
        <li>
          Connection errors, timeouts and the statuses 408, 429, 502, 503 and 504 are retried up to three
          times, with growing pauses and after <code>Retry-After</code>. A 409 is retried only while the first
          request with the same key is running. A retry keeps its idempotency key; one is generated if you
          give none.
        </li>
        <li>
          Refusals are thrown as <code>FlowlixError</code> with <code>code</code>, <code>param</code>,{' '}
          <code>status</code> and <code>requestId</code>; <code>FlowlixTimeout</code> and{' '}
          <code>FlowlixConnectionError</code> mean that something may have happened.
        </li>
        <li>
          <code>all</code> walks through every page.
        </li>
      </ul>
    </Section>
  )
}

export function DecisionsSection() {
  return (
    <Section id="decisions" title="Decisions of this project">
      <p>
        These rules are decisions of this project rather than conventions of payment APIs in general. Rely on
        them here; expect others to differ.
      </p>
      <dl class="scope">
        {decisions.map(({ topic, rule }) => (
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
