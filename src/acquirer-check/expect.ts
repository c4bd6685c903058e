/** What an answer must be. */
import { causeOf } from '../core/attempt/answers.ts'
import { safeCause } from '../core/attempt/safe-cause.ts'
import { StepFailed } from './bench.ts'

type Answer = Readonly<{ kind: string }>

export function expectKind<A extends Answer, Kind extends A['kind']>(
  answer: A,
  kind: Kind,
  who = 'the acquirer',
): Extract<A, Readonly<{ kind: Kind }>> {
  if (answer.kind === kind) return answer as Extract<A, Readonly<{ kind: Kind }>>
  throw new StepFailed(`${who} said ${said(answer)}, expected ${kind}`)
}

/** The kind of an answer, with its reason. */
export function said(answer: Answer): string {
  const reason = 'declineCode' in answer ? String(answer.declineCode) : causeOf(answer)
  return reason === answer.kind ? answer.kind : `${answer.kind} (${safeCause(reason)})`
}
