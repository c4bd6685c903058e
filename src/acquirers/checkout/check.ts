/** Whether the credentials work, by requests that change nothing. */
import type { CheckAnswer } from '../../core/attempt/answers.ts'
import { type ApiAnswer, causeOf } from './api.ts'
import { type Context, questionMs } from './context.ts'
import { listPayments, readList } from './find-payment.ts'

/** Of no payment, because ours are longer. */
const unusedReference = 'flowlix-start'

/** An empty card is refused as invalid if the key is right, and as unauthorized if it is not. */
export async function checkCredentials(context: Context, signal: AbortSignal): Promise<CheckAnswer> {
  const listed = await listPayments(context, unusedReference, 1, signal)
  const secret = judged(listed, 'secret key', [200])
  if (secret.kind !== 'accepted') return secret
  const list = readList(listed)
  if (list === null) return { kind: 'unknown', cause: 'not a list' }
  if (list.items.length > 0 || !list.isWhole) return { kind: 'refused', reason: wrongList }
  const time = { deadlineMs: questionMs, signal }
  return judged(await context.api.createToken({ type: 'card' }, time), 'public key', [422])
}

/** Without such a list, a payment that was charged could count as never made. */
const wrongList =
  'Checkout.com does not limit its list of payments to one reference, so the gateway cannot find out what became of a payment'

function judged(answer: ApiAnswer, what: string, expected: readonly number[]): CheckAnswer {
  if (answer.kind !== 'answered') return { kind: 'unknown', cause: causeOf(answer) }
  if (answer.status === 401 || answer.status === 403) {
    return { kind: 'refused', reason: `Checkout.com rejected the ${what}` }
  }
  return expected.includes(answer.status) ? { kind: 'accepted' } : { kind: 'unknown', cause: causeOf(answer) }
}

/** A sentence if a key belongs to the other mode: it would move money where nobody expects it, or none. */
export function wrongMode(
  { secretKey, publicKey }: Readonly<{ secretKey: string; publicKey: string }>,
  livemode: boolean,
): string | null {
  const kinds = [
    ['secret', secretKey],
    ['public', publicKey],
  ] as const
  const wrong = kinds.find(([, key]) => isTestKey(key) === livemode)
  if (wrong === undefined) return null
  return `the ${wrong[0]} key is for ${livemode ? 'the sandbox of Checkout.com' : 'live payments'}`
}

function isTestKey(key: string): boolean {
  return /^[ps]k_(sbox|test)_/.test(key)
}
