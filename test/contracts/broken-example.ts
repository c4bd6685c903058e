/** The example adapter with a mistake, and what the suite says about it. */
import {
  type Acquirer,
  acquirerContract,
  type StatementLine,
  type StatementRequest,
  type Subject,
} from '../../acquirer-contract/src/acquirer-contract.ts'
import { subject } from '../../examples/acquirer/subject.ts'

type Failure = Readonly<{ sentence: string; message: string }>

/** What an adapter gets wrong. */
export async function failuresOf(broken: Subject): Promise<readonly Failure[]> {
  const runs: (readonly [string, () => Promise<void>])[] = []
  const describeNow = (_: string, define: () => void) => define()
  acquirerContract({ describe: describeNow, it: (name, run) => runs.push([name, run]) }, broken)
  const failures: Failure[] = []
  for (const [sentence, run] of runs)
    await run().catch(({ message }: Error) => failures.push({ sentence, message }))
  return failures
}

export function brokenBy(change: (acquirer: Acquirer) => object): Subject {
  const open: Subject['open'] = async () => {
    const world = await subject.open()
    return { ...world, acquirer: { ...world.acquirer, ...change(world.acquirer) } }
  }
  return { ...subject, open }
}

type Changes = Readonly<Record<string, unknown>>

/** The same answers, in each of which these fields are others. */
export const answering = (changes: (answer: Changes) => Changes): Subject =>
  brokenBy((acquirer) => {
    const changed =
      <Args extends unknown[]>(ask: (...args: Args) => Promise<object>) =>
      async (...args: Args) => {
        const answer = { ...(await ask(...args)) }
        return { ...answer, ...changes(answer) }
      }
    const { authorize, resume, inquire, refund, inquireRefund } = acquirer
    return {
      ...{ authorize: changed(authorize), resume: resume && changed(resume), inquire: changed(inquire) },
      ...{ refund: changed(refund), inquireRefund: changed(inquireRefund) },
    }
  })

export const when = (kind: string, changes: Changes) => (answer: Changes) =>
  answer.kind === kind ? changes : {}

/** Another statement, made of the right one. */
export const stating = (change: (lines: readonly StatementLine[]) => unknown): Subject =>
  brokenBy(({ statement }) => ({
    statement: async (request: StatementRequest) => change((await statement?.(request)) ?? []),
  }))

export const capable = (changes: Changes): Subject =>
  brokenBy(({ capabilities }) => ({ capabilities: { ...capabilities, ...changes } }))
