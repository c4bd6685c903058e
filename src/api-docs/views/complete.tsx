/** Where the customers of the examples return to. It stands in for a shop, so that a first payment ends somewhere. */
import { raw } from 'hono/html'
import { exampleKey } from '../example-calls.ts'
import { style } from '../style.ts'
import { Block } from './code.tsx'

const styleElement = raw(`<style>${style}</style>`)

/** Null if the address does not contain it, or not in the right form. */
type WayBack = Readonly<{ paymentId: string | null; status: string | null }>

export function renderComplete(apiUrl: string, wayBack: WayBack): string {
  return `<!doctype html>${String(<Page apiUrl={apiUrl} wayBack={wayBack} />)}`
}

function Page({ apiUrl, wayBack }: Readonly<{ apiUrl: string; wayBack: WayBack }>) {
  const { paymentId, status } = wayBack
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Back at the shop</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {styleElement}
      </head>
      <body>
        <main>
          <section class="row wide">
            <div class="prose">
              <h1>Back at the shop</h1>
              <p class="lead">
                This page of the sandbox stands in for your shop. The payment page sends the customer here, to
                the <code>redirect_url</code> of the session.
              </p>
              <dl class="facts">
                <Fact name="payment_id" value={paymentId} />
                <Fact name="status" value={status} />
              </dl>
              <p>
                The customer can edit the URL of this page, so it proves nothing. Before you deliver, your
                server must read the payment and compare its amount and currency with the order:
              </p>
              <Block title="Verify" text={verifyCommand(apiUrl, paymentId)} language="shell" />
              <p>
                Next: <a href="/docs#create">the documentation</a>, or <code>npm run example</code> for a
                small shop that does all of this.
              </p>
            </div>
          </section>
        </main>
      </body>
    </html>
  )
}

function Fact({ name, value }: Readonly<{ name: string; value: string | null }>) {
  return (
    <div>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>{value === null ? 'missing from the URL' : <code>{value}</code>}</dd>
    </div>
  )
}

function verifyCommand(apiUrl: string, paymentId: string | null): string {
  return `curl ${apiUrl}/v1/payments/${paymentId ?? 'pay_...'} \\
  -H "Authorization: Bearer ${exampleKey}"`
}
