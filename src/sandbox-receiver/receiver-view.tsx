/** The page of the receiver. It has no scripts, and everything that came over the network is shown as text. */
import { html, raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { mask } from '../core/card/mask.ts'
import type { Checked } from './check-signature.ts'
import type { Received } from './received.ts'
import { receiverStyle } from './receiver-style.ts'

type Shown = Readonly<{ request: Received; checked: Checked }>

type ReceiverPage = Readonly<{
  /** Where events are to be sent. */
  url: string
  /** Of the page's forms. */
  paths: Readonly<{ page: string; secrets: string; clear: string }>
  curl: string
  secretNames: readonly string[]
  /** What was wrong with the secret that was entered. */
  alert: string | null
  requests: readonly Shown[]
}>

export function receiverDocument(page: ReceiverPage) {
  const { url, paths, alert, requests } = page
  const count = requests.length
  return html`<!doctype html>${(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <title>Webhook receiver - Flowlix sandbox</title>
        <style>{raw(receiverStyle)}</style>
      </head>
      <body>
        <main>
          <p class="place">Flowlix sandbox</p>
          <h1>Webhook receiver</h1>
          <p class="soft">
            Shows the last 50 requests that were sent to <code>{url}</code>, and whether their signatures are
            valid. They are kept in memory until the gateway stops.
          </p>
          {alert !== null && (
            <p class="alert" role="alert">
              {alert}
            </p>
          )}
          <div class="actions">
            <a class="button main" href={paths.page}>
              Refresh
            </a>
            {count > 0 && (
              <form method="post" action={paths.clear}>
                <button type="submit">Remove all</button>
              </form>
            )}
          </div>
          <HowTo {...page} />
          <Secrets {...page} />
          {count === 0 ? (
            <div class="empty">
              <p>Nothing has been received yet.</p>
            </div>
          ) : (
            <>
              <h2 class="count">{count === 1 ? '1 request' : `${count} requests, newest first`}</h2>
              <ol>
                {requests.map((shown) => (
                  <Request {...shown} />
                ))}
              </ol>
            </>
          )}
        </main>
      </body>
    </html>
  )}`
}

function HowTo({ curl, requests }: ReceiverPage) {
  return (
    <details open={requests.length === 0}>
      <summary>How to send events here</summary>
      <div>
        <p>Create a webhook endpoint with this URL, and then make a test payment:</p>
        <pre>{curl}</pre>
        <h2 class="small">To simulate a failing or slow receiver, add this to the URL</h2>
        <dl>
          <Fact name={<code>?status=500</code>}>
            Responds with this status, from 200 to 599, so the gateway tries again.
          </Fact>
          <Fact name={<code>?delay_ms=3000</code>}>
            Waits before it responds, up to 30,000 ms. The gateway gives up after 15 seconds.
          </Fact>
        </dl>
      </div>
    </details>
  )
}

function Secrets({ paths, secretNames }: ReceiverPage) {
  return (
    <details>
      <summary>Signing secrets</summary>
      <div>
        <p>
          Signatures are checked with the secrets of: {secretNames.join(', ')}. If a request is signed with a
          different secret, enter it here.
        </p>
        <form method="post" action={paths.secrets}>
          <label for="secret">Signing secret</label>
          <div class="field">
            <input
              id="secret"
              name="secret"
              placeholder="whsec_..."
              autocomplete="off"
              spellcheck={false}
              required
            />
            <button type="submit">Check with this secret</button>
          </div>
        </form>
      </div>
    </details>
  )
}

function Request({ request, checked }: Shown) {
  const { atMs, headers, statusCode, delayMs, earlier, body } = request
  const event = readEvent(body)
  const time = new Date(atMs).toISOString()
  const id = headers['webhook-id']
  return (
    <li class="request">
      <div class="top">
        <h3>{event.type}</h3>
        <div class="badges">
          <Signature checked={checked} />
          <span class={`badge ${statusCode < 300 ? 'good' : 'bad'}`}>Responded {statusCode}</span>
        </div>
      </div>
      <p class="facts">
        <time datetime={time}>{`${time.slice(0, 10)} ${time.slice(11, 19)} UTC`}</time>
        {earlier > 0 && `, received ${earlier + 1} times`}
        {delayMs > 0 && `, responded after ${delayMs} ms`}
      </p>
      {id !== undefined && <p class="facts">{mask(id)}</p>}
      <p class="facts">
        {checked.kind === 'failed' ? checked.reason : `Signed with the secret of ${checked.by}.`}
      </p>
      <details>
        <summary>Headers and body</summary>
        <div>
          <dl>
            {Object.entries(headers).map(([name, value]) => (
              <Fact name={name}>
                <code>{mask(value)}</code>
              </Fact>
            ))}
          </dl>
          <h4 class="small">Body, {body.length} bytes</h4>
          <pre>{event.text}</pre>
        </div>
      </details>
    </li>
  )
}

function Signature({ checked }: Readonly<{ checked: Checked }>) {
  return checked.kind === 'verified' ? (
    <span class="badge good">Verified</span>
  ) : (
    <span class="badge bad">Not verified</span>
  )
}

function Fact({ name, children }: PropsWithChildren<{ name: unknown }>) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

const shownCharacters = 16_000
const typeLengthMax = 64

/** As it is shown: the type, and the body with line breaks where it is JSON. A card number has no place in either. */
function readEvent(body: Uint8Array): Readonly<{ type: string; text: string }> {
  const text = new TextDecoder().decode(body)
  try {
    const event = JSON.parse(text) as Readonly<{ type?: unknown }> | null
    const type =
      typeof event?.type === 'string' ? mask(event.type).slice(0, typeLengthMax) : 'JSON without a type'
    return { type, text: cut(JSON.stringify(event, null, 2)) }
  } catch {
    return { type: 'Not JSON', text: cut(text) }
  }
}

function cut(text: string): string {
  const masked = mask(text)
  return masked.length > shownCharacters ? `${masked.slice(0, shownCharacters)}\n...` : masked
}
