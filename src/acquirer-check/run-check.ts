/** Everything that an acquirer must be able to do, tried with its test environment. */

import { safeCause } from '../core/attempt/safe-cause.ts'
import { errorText } from '../core/error-name.ts'
import { Bench, type BenchOptions, StepFailed, StepSkipped } from './bench.ts'
import { lostAnswer, lostCard, lostRequest } from './lost-steps.ts'
import { abandonedChallenge, approval, challenge, credentials, decline, reversal } from './payment-steps.ts'
import { americanExpress, refund, statement } from './refund-steps.ts'

type Step = (bench: Bench) => Promise<string>

/** By the names that the report uses. */
const steps: Readonly<Record<string, Step>> = {
  credentials,
  approval,
  decline,
  challenge,
  abandoned_challenge: abandonedChallenge,
  lost_card: lostCard,
  lost_answer: lostAnswer,
  lost_request: lostRequest,
  reversal,
  refund,
  statement,
  american_express: americanExpress,
}

/** They show nothing where no card is approved: a card request whose answer is lost may have been refused. */
const withoutApproval: readonly string[] = [
  'credentials',
  'approval',
  'decline',
  'challenge',
  'abandoned_challenge',
]

export type StepResult = Readonly<{
  step: string
  outcome: 'passed' | 'failed' | 'skipped'
  detail: string
  ms: number
}>

/** `onResult` hears of each step when it has ended. Without valid credentials, nothing else is tried. */
export async function runCheck(
  options: BenchOptions,
  onResult: (result: StepResult) => void = () => {},
): Promise<readonly StepResult[]> {
  const bench = await Bench.open(options)
  const results: StepResult[] = []
  try {
    for (const [name, step] of Object.entries(steps)) {
      const isPossible = withoutApproval.includes(name) || hasPassed(results, 'approval')
      const result = await resultOf(name, isPossible ? step : notApproved, bench)
      results.push(result)
      onResult(result)
      if (name === 'credentials' && result.outcome === 'failed') break
    }
  } finally {
    await bench.close()
  }
  return results
}

function hasPassed(results: readonly StepResult[], name: string): boolean {
  return results.some(({ step, outcome }) => step === name && outcome === 'passed')
}

async function notApproved(): Promise<string> {
  throw new StepSkipped('needs an approval')
}

async function resultOf(name: string, step: Step, bench: Bench): Promise<StepResult> {
  const startedMs = performance.now()
  const ended = await run(step, bench)
  return { step: name, ...ended, ms: Math.round(performance.now() - startedMs) }
}

async function run(step: Step, bench: Bench): Promise<Pick<StepResult, 'outcome' | 'detail'>> {
  try {
    return { outcome: 'passed', detail: await step(bench) }
  } catch (error) {
    if (error instanceof StepSkipped) return { outcome: 'skipped', detail: error.message }
    if (error instanceof StepFailed) return { outcome: 'failed', detail: withTrouble(error.message, bench) }
    const cause = errorText(error)
    return { outcome: 'failed', detail: `the adapter threw ${safeCause(cause)}` }
  } finally {
    bench.line.repair()
  }
}

function withTrouble(message: string, { line: { trouble } }: Bench): string {
  return trouble === null || message === trouble ? message : `${message}; ${trouble}`
}
