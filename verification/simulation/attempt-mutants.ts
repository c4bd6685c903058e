/** Bugs in how money is asked for, in what is believed about it, and in how it is called back. */
import type { Edit, Mutant } from './mutant.ts'

const submitCard = 'src/operations/submit-card.ts'
const advancePayment = 'src/operations/advance-payment.ts'
const decideAttempt = 'src/core/attempt/decide-attempt.ts'
const decideInquiry = 'src/core/attempt/decide-inquiry.ts'
const decideReversal = 'src/core/attempt/decide-reversal.ts'
const invariants = 'src/core/payment/invariants.ts'

const sendingAgain = (reference: string): readonly Edit[] => [
  {
    file: submitCard,
    find: 'return askAcquirer(gateway, mode, authorize(request))',
    replace: `const ask = (reference) => askAcquirer(gateway, mode, authorize({ ...request, reference }))
    return ask(reference).then((answer) => (answer.kind === 'unknown' ? ask(${reference}) : answer))`,
  },
]

export const attemptMutants: readonly Mutant[] = [
  {
    name: 'the acquirer is called before the attempt is saved',
    seedsMax: 100,
    edits: [
      {
        file: submitCard,
        find: 'const started = await orWipe(submission.card, changePayment(gateway, paymentId, command))',
        replace: `const open = await gateway.storage.findPayment(paymentId)
          if (open === null || open.ending !== null || open.attempts.length !== number - 1) return { kind: 'not_found' }
          const reference = gateway.installationId + '-' + paymentId.replace('pay_', '').replaceAll('-', '') + 'a' + number
          const answer = await send(gateway, open, reference, number, submission.card)
          const started = await orWipe(submission.card, changePayment(gateway, paymentId, command))`,
      },
      {
        file: submitCard,
        find: 'runAttempt(gateway, started.payment, submission.card, begunMs)',
        replace: 'recordAnswer(gateway, started.payment, number, answer)',
      },
    ],
  },
  {
    name: 'no answer is recorded as a decline',
    seedsMax: 100,
    edits: [
      {
        file: decideAttempt,
        find: "case 'unknown':\n      return missed(attempt, answer.cause, context)",
        replace: `case 'unknown':
          return happened(
            { type: 'attempt_declined', number, declineCode: 'processing_error', country: null, atMs },
            ...notChargedEvents(payment, 'processing_error', atMs))`,
      },
    ],
  },
  {
    name: 'the worker leaves attempts alone',
    seedsMax: 100,
    edits: [
      {
        file: advancePayment,
        find: 'if (step === null) return steps',
        replace: "if (step === null || 'attempt' in step) return steps",
      },
    ],
  },
  {
    name: 'a decided reversal is not sent',
    seedsMax: 200,
    edits: [
      {
        file: 'src/operations/ask-about.ts',
        find: "const answer = await ask(questions.reverse(reference))\n  const inquiry = answer.kind === 'reversed' ? null : await ask(questions.inquire(reference))",
        replace: "const answer = { kind: 'reversed' }\n  const inquiry = null",
      },
    ],
  },
  {
    name: '"not found" is believed at once',
    seedsMax: 500,
    edits: [
      {
        file: decideInquiry,
        find: 'const conclusive = concludeAttempt(payment, attempt, command.answer, context)\n  if',
        replace: `if (command.answer.kind === 'not_found' && attempt.state === 'unknown') {
            const atMs = context.nowMs
            return happened({ type: 'attempt_reversed', number: attempt.number, nextAtMs: null, atMs },
              ...notChargedEvents(payment, 'processing_error', atMs))
          }
          const conclusive = concludeAttempt(payment, attempt, command.answer, context)
          if`,
      },
    ],
  },
  {
    name: 'several attempts at once',
    seedsMax: 500,
    edits: [
      {
        file: decideAttempt,
        find: "if (blockingAttempt(payment) !== null) return refuse('attempt_running')",
        replace: '',
      },
      {
        file: decideAttempt,
        find: "if (command.number !== payment.attempts.length + 1) return refuse('superseded')",
        replace: 'command = { ...command, number: payment.attempts.length + 1 }',
      },
      {
        file: invariants,
        find: "must(blocking.length <= 1, 'at most one attempt blocks the next one')",
        replace: '',
      },
    ],
  },
  { name: 'sent again after a timeout, same reference', seedsMax: 1_000, edits: sendingAgain('reference') },
  {
    name: 'sent again after a timeout, new reference',
    seedsMax: 1_000,
    edits: sendingAgain("reference + 'b'"),
  },
  {
    name: 'another amount is believed',
    seedsMax: 2_000,
    edits: [
      {
        file: 'src/core/payment/outcome.ts',
        find: 'answer.amountMinor === payment.amountMinor &&',
        replace: '',
      },
    ],
  },
  {
    name: 'what the browser brings back from the bank is believed',
    seedsMax: 500,
    edits: [
      {
        file: 'src/operations/finish-challenge.ts',
        find: "const command = { type: 'record_conclusive_answer', number: attemptNumber, answer } as const",
        replace: `const believed = { kind: 'approved', acquirerTransactionId: 'b', reference: attempt.reference, amountMinor: payment.amountMinor, currency: payment.currency, country: null }
          const command = { type: 'record_conclusive_answer', number: attemptNumber, answer: answer.kind === 'declined' ? believed : answer }`,
      },
    ],
  },
  {
    name: 'a customer who leaves the challenge fails the payment, and nothing is reversed',
    seedsMax: 500,
    edits: [
      {
        file: 'src/core/payment/decide-ending.ts',
        find: 'return happened(reversal(attempt, why, context), failed)',
        replace:
          "return happened({ type: 'attempt_declined', number: attempt.number, declineCode: 'canceled_by_customer', country: null, atMs: context.nowMs }, failed)",
      },
    ],
  },
  {
    name: 'a reversal that is no tombstone is not repeated',
    seedsMax: 20_000,
    edits: [
      {
        file: decideReversal,
        find: 'isTombstone || repeatMs === undefined ? null : atMs + repeatMs',
        replace: 'null',
      },
    ],
  },
  {
    name: 'a reversal without an acknowledgment counts as one',
    seedsMax: 1_000,
    edits: [
      {
        file: decideReversal,
        find: 'if (isUndone(command)) return acknowledged',
        replace: 'if (true) return acknowledged',
      },
    ],
  },
  {
    name: 'a challenge that was not completed in time is not reversed',
    seedsMax: 1_000,
    edits: [
      {
        file: decideInquiry,
        find: "= { declineCode: 'authentication_failed', paymentWaits: true, cause } as const\n  return happened(reversal(attempt, why, context))",
        replace: `= null
          return happened({ type: 'attempt_declined', number: attempt.number,
          declineCode: 'authentication_failed', country: null, atMs: context.nowMs })`,
      },
    ],
  },
]
