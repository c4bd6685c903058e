/** Payments that the acquirer answers as it should. */
import { type Bench, StepFailed, StepSkipped, type Tried } from './bench.ts'
import { expectKind, said } from './expect.ts'
import { refunded } from './refunded.ts'

const questionMs = 10_000

export async function credentials({ acquirer, line }: Bench): Promise<string> {
  const checked = await acquirer.check?.(AbortSignal.timeout(questionMs))
  if (checked === undefined) throw new StepSkipped('the adapter has no check()')
  if (checked.kind === 'accepted') return 'accepted'
  throw new StepFailed(checked.kind === 'refused' ? checked.reason : (line.trouble ?? checked.cause))
}

export async function approval(bench: Bench): Promise<string> {
  await approved(bench)
  return 'approved, with the amount and the reference that were requested'
}

/** A payment that has taken the money, as an inquiry says as well. */
export async function approved(
  bench: Bench,
  pan: string = bench.options.cards.approved,
  option = '--card',
): Promise<Tried> {
  const tried = await bench.pay(pan)
  if (tried.answer.kind === 'challenge')
    throw new StepFailed(
      `the customer would have to confirm the payment: name another test card with ${option}`,
    )
  const answer = expectKind(tried.answer, 'approved')
  const { reference, amountMinor, currency } = tried.attempt
  if (answer.reference !== reference || answer.amountMinor !== amountMinor || answer.currency !== currency)
    throw new StepFailed(`approved ${answer.amountMinor} ${answer.currency} for ${answer.reference}`)
  const asked = await bench.ask(
    (signal) => bench.acquirer.inquire(tried.attempt, signal),
    ({ kind }) => kind === 'approved',
  )
  expectKind(asked, 'approved', 'the inquiry')
  return tried
}

export async function decline(bench: Bench): Promise<string> {
  const { declined, declineCode } = bench.options.cards
  const { answer } = await bench.pay(declined)
  const { declineCode: code } = expectKind(answer, 'declined')
  if (code !== declineCode) throw new StepFailed(`declined as ${code}, expected ${declineCode}`)
  return `declined as ${code}`
}

export async function challenge(bench: Bench): Promise<string> {
  const { cards, times, showChallenge } = bench.options
  if (times.challengeMs === 0)
    throw new StepSkipped('nobody is asked to confirm it, because of --skip-challenge')
  const { attempt, answer } = await challenged(bench)
  const { url, method } = expectKind(answer, 'challenge')
  if (method === 'POST') throw new StepSkipped('the challenge begins with a form, which a link cannot open')
  showChallenge(url, cards.challengeHint)
  const final = await bench.ask(
    (signal) => finish(bench, attempt, signal),
    ({ kind }) => kind !== 'challenge' && kind !== 'pending' && kind !== 'unknown',
    times.challengeMs,
  )
  if (final.kind === 'challenge') {
    await undone(bench, attempt)
    throw new StepSkipped('nobody confirmed the payment in time')
  }
  expectKind(final, 'approved', 'after the challenge, the acquirer')
  return 'approved after the challenge'
}

async function challenged(bench: Bench): Promise<Tried> {
  const tried = await bench.pay(bench.options.cards.challenged)
  if (tried.answer.kind === 'approved')
    throw new StepFailed(
      'approved without a confirmation by the customer: name another test card with --challenged-card',
    )
  return tried
}

/** A browser on another machine cannot come back here, and does not have to if the adapter needs nothing that it brings. */
function finish({ acquirer, returnPage }: Bench, attempt: Tried['attempt'], signal: AbortSignal) {
  const names = acquirer.returnFields ?? []
  const returned = returnPage.returned(names) ?? (names.length === 0 ? {} : null)
  return returned === null || acquirer.finishChallenge === undefined
    ? acquirer.inquire(attempt, signal)
    : acquirer.finishChallenge({ attempt, returned }, signal)
}

/** Afterward, the challenge cannot be passed anymore, or it ends by itself. */
export async function abandonedChallenge(bench: Bench): Promise<string> {
  const { acquirer } = bench
  const { attempt, answer } = await challenged(bench)
  expectKind(answer, 'challenge')
  if (acquirer.capabilities.lookup === 'by_reference') {
    const reversal = await acquirer.reverse(attempt, AbortSignal.timeout(questionMs))
    if (reversal.kind === 'unknown') return 'cannot be withdrawn, so it ends by itself'
    expectKind(reversal, 'reversed', 'the reversal')
  } else await undone(bench, attempt)
  return 'reversed while the customer was at the issuer'
}

export async function reversal(bench: Bench): Promise<string> {
  const { attempt } = await approved(bench)
  return `an approved payment was ${await undone(bench, attempt)}`
}

/** Until the acquirer says so, and its records as well. Money that is collected already is refunded. */
export async function undone(bench: Bench, attempt: Tried['attempt']): Promise<'reversed' | 'refunded'> {
  const { acquirer } = bench
  const answer = await bench.ask(
    (signal) => acquirer.reverse(attempt, signal),
    ({ kind }) => kind !== 'unknown',
  )
  if (answer.kind === 'too_late') {
    await refunded(bench, bench.refundOf(attempt, attempt.amountMinor))
    return 'refunded'
  }
  expectKind(answer, 'reversed', 'the reversal')
  const held = await bench.ask(
    (signal) => heldAfter(bench, attempt, signal),
    (kind) => kind === null,
  )
  if (held !== null) throw new StepFailed(`the reversal was acknowledged, but the inquiry says ${held}`)
  return 'reversed'
}

/** Null if nothing is left. Where money was paid back, only the statement may say so. */
async function heldAfter(
  bench: Bench,
  attempt: Tried['attempt'],
  signal: AbortSignal,
): Promise<string | null> {
  const { acquirer, startedAtMs, options } = bench
  const asked = await acquirer.inquire(attempt, signal)
  if (asked.kind === 'reversed' || asked.kind === 'declined') return null
  if (asked.kind !== 'approved') return said(asked)
  const span = { fromMs: startedAtMs - 60_000, toMs: Date.now() + 60_000, account: options.account }
  const lines = (await acquirer.statement?.(span)) ?? []
  const line = lines.find(({ reference }) => reference === attempt.reference)
  return line?.state === 'reversed' ? null : asked.kind
}
