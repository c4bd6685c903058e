/** What every acquirer adapter must do: one list of tests, for each implementation of the interface. */
import { authorizing, inquiring } from './cases/authorizing.ts'
import { challenging } from './cases/challenging.ts'
import { method } from './cases/method.ts'
import { refunding } from './cases/refunding.ts'
import { reversing, settled } from './cases/reversing.ts'
import { type Cases, Session, type Subject } from './subject.ts'

export type * from './port.ts'
export type { OpenAcquirer, Subject } from './subject.ts'

/** Of `node:test`, vitest, Jest, or Mocha. */
export type TestRunner = Readonly<{
  describe(name: string, define: () => void): unknown
  it(name: string, run: () => Promise<void>): unknown
}>

/** Defines the tests. Each one opens the acquirer anew, and closes it. */
export function acquirerContract({ describe, it }: TestRunner, subject: Subject): void {
  describe(`${subject.name} keeps the acquirer contract`, () => {
    for (const [group, cases] of Object.entries(groupsFor(subject))) {
      describe(group, () => {
        for (const [sentence, check] of Object.entries(cases)) it(sentence, () => inSession(subject, check))
      })
    }
  })
}

function groupsFor({ canSettle, challengedPan, methodPan }: Subject): Readonly<Record<string, Cases>> {
  return {
    authorizing,
    inquiring,
    reversing,
    ...(canSettle && { 'a settled payment': settled }),
    refunding,
    ...(challengedPan !== null && { challenging }),
    ...(methodPan !== null && { 'the 3-D Secure method': method }),
  }
}

async function inSession(subject: Subject, check: Cases[string]): Promise<void> {
  const session = new Session(subject, await subject.open())
  try {
    await check?.(session)
  } finally {
    await session.close()
  }
}
