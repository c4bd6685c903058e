/**
 * The customer has come back from the issuer. The browser may be faster than the payment's own status, so the adapter asks
 * a few times before it leaves the rest to the worker.
 */
import type { InquiryAnswer } from '../../core/attempt/answers.ts'
import type { FinishChallengeRequest } from '../../ports/acquirer.ts'
import type { Context } from './context.ts'
import { inquireAfterChallenge } from './inquire.ts'

const questions = 5

export async function finishChallenge(
  context: Context,
  { attempt }: FinishChallengeRequest,
  signal: AbortSignal,
): Promise<InquiryAnswer> {
  let answer = await inquireAfterChallenge(context, attempt, signal)
  for (let count = 1; count < questions && isMoving(answer) && !signal.aborted; count++) {
    await context.pause(signal)
    answer = await inquireAfterChallenge(context, attempt, signal)
  }
  return answer
}

function isMoving({ kind }: InquiryAnswer): boolean {
  return kind === 'pending' || kind === 'challenge'
}

export function pauseOf(durationMs: number): Context['pause'] {
  return (signal) =>
    new Promise((resolve) => {
      const onEnd = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onEnd)
        resolve()
      }
      const timer = setTimeout(onEnd, durationMs)
      signal.addEventListener('abort', onEnd)
    })
}
