/** The documents that the sandbox's bank shows: the challenge, what became of it, and what cannot be done. */
import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { bankStyle } from './bank-style.ts'
import type { ChallengeOutcome } from './book.ts'
import type { Authorization, AuthorizationState } from './book-store.ts'
import { encodeMessage } from './messages.ts'

const exampleCode = '123456'

export function challengeDocument(challenged: Authorization) {
  return document(
    'Confirm your payment',
    <>
      <Terms of={challenged} />
      <form method="post" autocomplete="off">
        <label for="code">Confirmation code</label>
        <span class="hint" id="code-hint">
          <span class="wide">A real bank would send you this code. </span>Here, any code works.
        </span>
        <input
          id="code"
          name="code"
          value={exampleCode}
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={20}
          spellcheck={false}
          aria-describedby="code-hint"
        />
        <button type="submit" class="primary" name="outcome" value="pass">
          Confirm payment
        </button>
        <div class="others">
          <button type="submit" class="plain" name="outcome" value="fail">
            Reject
          </button>
          <button type="submit" class="plain" name="outcome" value="cancel">
            Cancel
          </button>
          <button type="submit" class="plain" name="outcome" value="timeout">
            Time out
          </button>
        </div>
      </form>
    </>,
  )
}

const endings: Readonly<Record<AuthorizationState, readonly [title: string, text: string]>> = {
  challenged: ['Confirm your payment', 'The bank is waiting for your answer.'],
  approved: ['Payment confirmed', 'The bank has confirmed this payment.'],
  declined: ['Payment not confirmed', 'The bank has not confirmed this payment. You haven’t been charged.'],
  reversed: ['Payment withdrawn', 'This payment was withdrawn. You haven’t been charged.'],
}

const timedOut = ['Time is up', 'You took too long to confirm. You haven’t been charged.'] as const

/** Right after the answer: sends the browser on. A redirect out of a form would be stopped by `form-action`. */
export function answeredDocument(answered: Authorization, outcome: ChallengeOutcome) {
  const [title, text] = outcome === 'timeout' ? timedOut : endings[answered.state]
  return document(
    title,
    <>
      <p class="soft">{text} You are being taken back to the shop.</p>
      <WayBack to={answered.returnUrl} />
    </>,
    answered.returnUrl === null ? null : (
      <meta http-equiv="refresh" content={`0; url=${answered.returnUrl}`} />
    ),
  )
}

/** For a second answer, and for customers who come back later: shows the outcome and stays. */
export function settledDocument(settled: Authorization) {
  const [title, text] = endings[settled.state]
  const isWithdrawn = settled.state === 'reversed'
  return document(
    title,
    <>
      <p class="soft">
        {text} {isWithdrawn ? 'There’s nothing left to confirm.' : 'You’ve already answered this request.'}
      </p>
      <Terms of={settled} />
      <WayBack to={settled.returnUrl} />
    </>,
  )
}

const methodScript = 'document.forms[0].submit()'
export const methodScriptHash = `sha256-${createHash('sha256').update(methodScript).digest('base64')}`

/** In a hidden frame: nobody sees it. */
export function methodDocument(notificationUrl: string, id: string) {
  return html`<!doctype html>${(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Sandbox Bank</title>
      </head>
      <body>
        <form method="post" action={notificationUrl}>
          <input type="hidden" name="threeDSMethodData" value={encodeMessage({ threeDSServerTransID: id })} />
        </form>
        {raw(`<script>${methodScript}</script>`)}
      </body>
    </html>
  )}`
}

export function messageDocument(title: string, text: string) {
  return document(title, <p class="soft">{text}</p>)
}

function document(title: string, body: Child, head: Child = null) {
  return html`<!doctype html>${(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        {head}
        <title>{title} - Sandbox Bank</title>
        <style>{raw(bankStyle)}</style>
      </head>
      <body>
        <header class="note">
          Simulated bank<span class="wide">: no real money moves, you choose the outcome.</span>
        </header>
        <Frame>
          <h1>{title}</h1>
          {body}
        </Frame>
      </body>
    </html>
  )}`
}

function Frame({ children }: PropsWithChildren) {
  return (
    <main>
      <div class="card">
        <div class="bank">
          <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8" fill="currentColor" opacity=".16" />
            <path
              d="M16 6.5 6.5 12v2h19v-2zM9 16v6M13.7 16v6M18.3 16v6M23 16v6M7 24.5h18"
              fill="none"
              stroke="currentColor"
              stroke-width="1.8"
              stroke-linejoin="round"
              stroke-linecap="round"
            />
          </svg>
          Sandbox Bank
        </div>
        {children}
      </div>
    </main>
  )
}

function Terms({ of: { amountMinor, currency, last4, payee } }: { of: Authorization }) {
  const amount = new Intl.NumberFormat('en', { style: 'currency', currency }).format(amountMinor / 100)
  return (
    <dl>
      <div>
        <dt>Pay to</dt>
        <dd>{payee}</dd>
      </div>
      <div>
        <dt>Amount</dt>
        <dd class="amount">{amount}</dd>
      </div>
      <div>
        <dt>Card ending in</dt>
        <dd>{last4}</dd>
      </div>
    </dl>
  )
}

function WayBack({ to }: { to: string | null }) {
  return to === null ? null : (
    <a class="button primary" href={to}>
      Back to the payment
    </a>
  )
}
