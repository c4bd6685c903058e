/** What every acquirer adapter must do: one list of tests, for each implementation of the interface. */
import { authorizing, inquiring } from './cases/authorizing.ts'
import { challenging } from './cases/challenging.ts'
import { disconnected } from './cases/disconnected.ts'
import { loading } from './cases/loading.ts'
import { method } from './cases/method.ts'
import { preparing } from './cases/preparing.ts'
import { refunding } from './cases/refunding.ts'
import { lateRequests, reversing, settled, settledLateRequests } from './cases/reversing.ts'
import { reversingRefunds } from './cases/reversing-refunds.ts'
import { pages, stating } from './cases/stating.ts'
import { Session } from './session.ts'
import type { Cases, Subject } from './subject.ts'

export type * from './port.ts'
export type { OpenAcquirer, Subject } from './subject.ts'

/** Of `node:test`, vitest, Jest, or Mocha. */
export type TestRunner = Readonly<{
  describe(name: string, define: () => void): unknown
  it(name: string, run: () => Promise<void>): unknown
}>

/**
 * Defines the tests. Each one opens the acquirer anew, and closes it. Tests of what an adapter may leave out pass if it
 * does.
 */
export function acquirerContract({ describe, it }: TestRunner, subject: Subject): void {
  describe(`${subject.name} fulfills the acquirer contract`, () => {
    for (const [group, cases] of Object.entries(groupsFor(subject))) {
      describe(group, () => {
        for (const [sentence, check] of Object.entries(cases)) it(sentence, () => inSession(subject, check))
      })
    }
  })
}

function groupsFor({
  canSettle,
  canArriveLate = true,
  canDisconnect = false,
  statementPageSize,
  challengedPan,
  methodPan,
}: Subject): Readonly<Record<string, Cases>> {
  return {
    loading,
    preparing,
    authorizing,
    inquiring,
    reversing,
    ...(canArriveLate && { 'a late request': lateRequests }),
    ...(canSettle && { 'a settled payment': settled }),
    ...(canSettle && canArriveLate && { 'a late request after settlement': settledLateRequests }),
    refunding,
    'reversing refunds': reversingRefunds,
    stating,
    ...(statementPageSize !== undefined && { 'pages of a statement': pages }),
    ...(canDisconnect && { 'without a connection': disconnected }),
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
