/** Bugs in what keeps two workers, two nodes, or a process and its own past from harming each other. */
import { type Edit, functionsOf, type Mutant } from './mutant.ts'

const submitCard = 'src/operations/submit-card.ts'
const advancePayment = 'src/operations/advance-payment.ts'
const decideAttempt = 'src/core/attempt/decide-attempt.ts'
const decideInquiry = 'src/core/attempt/decide-inquiry.ts'
const invariants = 'src/core/payment/invariants.ts'

const decisionIgnored: readonly Edit[] = [
  {
    file: decideAttempt,
    find: "if (attempt.decision !== null || attempt.state === 'set_aside')\n    return evidence(attempt, command.answer, context)",
    replace: '',
  },
  {
    file: decideInquiry,
    find: 'if (attempt === null || isAttemptSettled(attempt) || attempt.decision !== null) return refuse',
    replace: 'if (attempt === null || isAttemptSettled(attempt)) return refuse',
  },
  {
    file: decideInquiry,
    find: 'if (attempt.decision !== null) return afterDecision(payment, attempt, command.answer, context)',
    replace: '',
  },
]

const finalStateUnguarded: readonly Edit[] = [
  {
    file: 'src/core/payment/apply.ts',
    find: "if (payment.ending !== null) throw new BrokenInvariant('an ending never changes')",
    replace: '',
  },
  {
    file: invariants,
    find: "must(before.ending === null || before.ending === after.ending, 'an ending never changes')",
    replace: '',
  },
]

export const guardMutants: readonly Mutant[] = [
  {
    name: 'a worker acts on its decision although its save lost',
    seedsMax: 10_000,
    edits: [
      {
        file: advancePayment,
        find: 'const result = await changePayment(gateway, current.id, command)',
        replace: `const result = await changePayment(gateway, current.id, command)
          const { installationId, rules } = gateway
          const { nowMs, history } = gateway.time.read()
          const context = { installationId, nowMs, clock: history, random: 0, rules }
          const wish = decide(current, command, context)
          if (result.kind === 'refused' && 'events' in wish && wish.events.some((one) => one.type === 'attempt_reversal_decided')) {
            const { reference } = step.attempt
            await askAcquirer(gateway, current.mode, reverse(reference))
          }`,
      },
      {
        file: advancePayment,
        find: "import type { Gateway } from './gateway.ts'",
        replace:
          "import { reverse } from './acquirer/questions.ts'\nimport { askAcquirer } from './acquirer/ask-acquirer.ts'\nimport { decide } from '../core/payment/decide.ts'",
      },
    ],
  },
  {
    name: 'a recorded decision is ignored',
    seedsMax: 1_000,
    wish: { world: 'late_arrivals' },
    edits: decisionIgnored,
  },
  {
    name: 'decisions ignored, endings unguarded',
    seedsMax: 1_000,
    wish: { world: 'late_arrivals' },
    edits: [
      ...decisionIgnored,
      ...finalStateUnguarded,
      {
        file: 'src/core/payment/transitions.ts',
        find: "attempt_approved: { from: ['sending', 'challenged', 'unknown', 'set_aside']",
        replace: "attempt_approved: { from: ['sending', 'challenged', 'unknown', 'set_aside', 'reversing']",
      },
      {
        file: 'src/core/payment/transitions.ts',
        find: "attempt_declined: { from: ['sending', 'challenged', 'unknown', 'set_aside']",
        replace: "attempt_declined: { from: ['sending', 'challenged', 'unknown', 'set_aside', 'reversing']",
      },
    ],
  },
  { name: 'endings unguarded (others keep them)', seedsMax: null, edits: finalStateUnguarded },
  {
    name: 'inconclusive answers count from a worker that lost the payment',
    seedsMax: null,
    edits: [
      functionsOf<typeof import('../../src/core/attempt/decide-inquiry.ts')>(decideInquiry)(
        'recordInquiry',
        (record) => (payment, command, context) =>
          record(payment, { ...command, epoch: payment.epoch }, context),
      ),
    ],
  },
  {
    name: 'a save does not look at the version',
    seedsMax: 500,
    edits: [
      {
        file: 'verification/simulation/memory-storage.ts',
        find: "if (stored === undefined || stored.payment.version !== before.version) return 'lost_race'",
        replace: "if (stored === undefined) return 'lost_race'",
      },
    ],
  },
  {
    name: 'an attempt is sent although the commit of its intent is in doubt',
    seedsMax: 2_000,
    edits: [
      {
        file: submitCard,
        find: 'const started = await orWipe(submission.card, changePayment(gateway, paymentId, command))',
        replace: `const started = await changePayment(gateway, paymentId, command).catch(async (error) => {
            if (error.name !== 'CommitUnknown') throw error
            const payment = await gateway.storage.findPayment(paymentId)
            const reference = paymentId.replace('pay_', '').replaceAll('-', '') + 'a' + number
            return { kind: 'changed', payment: { ...payment, attempts: [{ number, reference }] } }
          })`,
      },
    ],
  },
  {
    name: 'a sleeper sends its attempt after its lease',
    seedsMax: 1000,
    edits: [
      functionsOf<typeof import('../../src/operations/lease.ts')>('src/operations/lease.ts')(
        'isLeaseOver',
        () => () => false,
      ),
    ],
  },
  {
    name: 'the merchant may cancel while an attempt runs',
    seedsMax: 2000,
    edits: [
      functionsOf<typeof import('../../src/core/payment/decide-ending.ts')>(
        'src/core/payment/decide-ending.ts',
      )('cancel', (cancel) => (payment, context) => cancel({ ...payment, attempts: [] }, context)),
    ],
  },
  {
    name: 'pressing "I need more time" twice extends the session twice',
    seedsMax: 500,
    edits: [
      {
        file: 'src/core/payment/extension.ts',
        find: "if (command.number !== payment.extensions + 1) return refuse('superseded')",
        replace: 'command = { ...command, number: payment.extensions + 1 }',
      },
    ],
  },
  {
    name: 'a session ends as if it had not been extended',
    seedsMax: 500,
    edits: [
      {
        file: 'src/core/payment/payment.ts',
        find: 'return payment.expiresAtMs + payment.extensions * sessionLifeMs(payment)',
        replace: 'return payment.expiresAtMs',
      },
    ],
  },
  {
    name: 'a save forgets an event',
    seedsMax: 100,
    edits: [
      {
        file: 'verification/simulation/memory-storage.ts',
        find: 'stored.events.push(...savedWith(after.version, events))',
        replace: 'stored.events.push(...savedWith(after.version, events.slice(0, 1)))',
      },
    ],
  },
  {
    name: 'the answer to a creation is not kept with it',
    seedsMax: 100,
    edits: [
      {
        file: 'verification/simulation/memory-records.ts',
        find: 'if (record !== null) this.#records.set(nameOf(record.keyId, record.key), record)',
        replace: '',
      },
    ],
  },
]
