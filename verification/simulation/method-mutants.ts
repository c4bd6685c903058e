/** Bugs around the issuer's 3-D Secure method, which runs in the customer's browser before the issuer decides. */
import { functionsOf, type Mutant } from './mutant.ts'

const resumeAttempt = 'src/operations/resume-attempt.ts'
const decideAttempt = 'src/core/attempt/decide-attempt.ts'
const decideInquiry = 'src/core/attempt/decide-inquiry.ts'

const wish = { world: 'method' } as const

export const methodMutants: readonly Mutant[] = [
  {
    name: 'whoever hears that the method has ended asks the acquirer to go on',
    seedsMax: 200,
    wish,
    edits: [
      {
        file: resumeAttempt,
        find: "if (result.kind !== 'changed') return null",
        replace: "if (!('payment' in result)) return null",
      },
    ],
  },
  {
    name: 'the acquirer is asked to go on after the lease',
    seedsMax: 500,
    wish,
    edits: [
      {
        file: resumeAttempt,
        find: 'const isLate = isLeaseOver(gateway, lease)',
        replace: 'const isLate = isLeaseOver(gateway, lease) && gateway === null',
      },
    ],
  },
  {
    name: 'the method runs as often as the acquirer asks for it',
    seedsMax: 500,
    wish,
    edits: [
      {
        file: decideInquiry,
        find: "return attempt.state === 'unknown' && attempt.methodCompletion === null",
        replace: "return attempt.state === 'unknown'",
      },
    ],
  },
  {
    name: 'a method that never ends is waited for without end',
    seedsMax: 200,
    wish,
    edits: [
      functionsOf<typeof import('../../src/core/attempt/decide-attempt.ts')>(decideAttempt)(
        'methodEvent',
        (methodEvent) =>
          (...asked) => ({ ...methodEvent(...asked), expiresAtMs: 1e14 }),
      ),
    ],
  },
]
