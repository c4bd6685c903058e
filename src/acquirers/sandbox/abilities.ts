/**
 * What kind of acquirer the sandbox is: real ones announce charges, need what the customer brings back, or cannot reverse
 * refunds. Chosen by the setting for its faults, so that a gateway can be tried with each.
 */
import { createHash } from 'node:crypto'
import type { PrepareAnswer } from '../../core/attempt/answers.ts'
import type { Acquirer, AttemptTerms, FinishChallengeRequest, PrepareRequest } from '../../ports/acquirer.ts'
import { resultField } from './bank-pages.tsx'
import { type Book, type ChallengeOutcome, challengeOutcomes } from './book.ts'
import type { SandboxFaults } from './faults.ts'
import { type Line, unknown } from './line.ts'
import { decodeMessage } from './messages.ts'

type Parts = Readonly<{ book: Book; line: Line; faults: SandboxFaults }>

export function withAbilities(plain: Acquirer, parts: Parts): Acquirer {
  const { prepares, needsReturn, keepsRefunds, reversalDelayMs } = parts.faults
  const { name, capabilities, authorize, inquire, reverse, refund, inquireRefund, reverseRefund } =
    bound(plain)
  const isKnown = ({ reference, handle }: Pick<AttemptTerms, 'reference' | 'handle'>): boolean =>
    prepares === 0 || handle === handleOf(reference)
  return {
    ...{ name, capabilities, refund, inquireRefund },
    ...(plain.resume && { resume: plain.resume.bind(plain) }),
    ...(plain.statement && { statement: statementOf(plain, prepares === 1) }),
    ...(prepares === 1 && { prepare: (request, signal) => prepare(parts, request, signal) }),
    ...(needsReturn === 1 && {
      returnFields: [resultField],
      finishChallenge: async (request, signal) => {
        const answer = await parts.line.ask(() => tellBank(parts.book, request), signal)
        return answer.kind === 'unknown' ? answer : inquire(request.attempt, signal)
      },
    }),
    ...(keepsRefunds === 0 && reverseRefund && { reverseRefund }),
    authorize: async (request, signal) => (isKnown(request) ? authorize(request, signal) : noHandle),
    inquire: async (attempt, signal) => (isKnown(attempt) ? inquire(attempt, signal) : noHandle),
    reverse: async (attempt, signal) => {
      if (!isKnown(attempt)) return noHandle
      const isEarly = reversalDelayMs > 0 && attempt.ageMs < reversalDelayMs
      const isUndecided = isEarly && (await inquire(attempt, signal)).kind === 'not_found'
      return isUndecided ? unknown('it may still arrive') : reverse(attempt, signal)
    },
  }
}

const noHandle = unknown('there is no such handle')

function bound(plain: Acquirer) {
  return {
    name: plain.name,
    capabilities: plain.capabilities,
    authorize: plain.authorize.bind(plain),
    inquire: plain.inquire.bind(plain),
    reverse: plain.reverse.bind(plain),
    refund: plain.refund.bind(plain),
    inquireRefund: plain.inquireRefund.bind(plain),
    reverseRefund: plain.reverseRefund?.bind(plain),
  }
}

/** The same for the same reference, so that it needs no record of its own. */
function handleOf(reference: string): string {
  const digest = createHash('sha256').update(reference).digest('hex')
  return `sbi_${digest.replace(/[0-9]/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`
}

async function prepare(
  { line }: Parts,
  { reference }: PrepareRequest,
  signal: AbortSignal,
): Promise<PrepareAnswer> {
  const answer = await line.send(
    async () => ({ kind: 'prepared', handle: handleOf(reference) }) as const,
    signal,
  )
  return answer.kind === 'prepared' ? answer : { kind: 'not_sent', cause: 'the charge was not announced' }
}

/** The customer has brought the bank's answer; another one's is not taken. */
async function tellBank(
  book: Book,
  { attempt, returned }: FinishChallengeRequest,
): Promise<Readonly<{ kind: 'told' }>> {
  const { transID, outcome } = decodeMessage(returned[resultField] ?? '') ?? {}
  const answer = challengeOutcomes.find((known): known is ChallengeOutcome => known === outcome)
  const found = typeof transID === 'string' ? await book.findChallenge(transID) : null
  if (found !== null && answer !== undefined && found.reference === attempt.reference) {
    await book.answerChallenge(String(transID), answer)
  }
  return { kind: 'told' }
}

function statementOf(plain: Acquirer, hasHandles: boolean): NonNullable<Acquirer['statement']> {
  return async (request) => {
    const lines = (await plain.statement?.(request)) ?? []
    if (!hasHandles) return lines
    return lines.map((line) =>
      line.kind === 'authorization' ? { ...line, handle: handleOf(line.reference) } : line,
    )
  }
}
