/** The issuer's page, where a customer passes the challenge or fails it, and from where the browser goes back. */
import type { StandInAnswer } from '../stand-in/faults.ts'
import { endChallenge } from './intents.ts'
import type { IntentRecord } from './records.ts'
import { clientSecret } from './shapes.ts'

export function challengePage({ id }: IntentRecord): StandInAnswer {
  const button = (result: string, label: string) =>
    `<button name="result" value="${result}">${label}</button>`
  const body = `<!doctype html><html lang="en"><title>Issuer</title><main><h1>Confirm the payment</h1>
<form method="post" action="/3d_secure_2/hosted?payment_intent=${id}">
${button('pass', 'Complete authentication')} ${button('fail', 'Fail authentication')}</form></main></html>`
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

/** Stripe adds these parameters to the return URL. */
export function challengeResult(intent: IntentRecord, result: string | null): StandInAnswer {
  endChallenge(intent, result === 'pass')
  const back = new URL(intent.returnUrl ?? '')
  back.searchParams.set('payment_intent', intent.id)
  back.searchParams.set('payment_intent_client_secret', clientSecret(intent))
  back.searchParams.set('redirect_status', intent.status === 'requires_confirmation' ? 'succeeded' : 'failed')
  return { status: 303, headers: { location: back.href }, body: '' }
}
