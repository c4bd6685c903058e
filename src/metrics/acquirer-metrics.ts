/** How long acquirers take to answer, and what they answer. */
import { Histogram, type Registry } from 'prom-client'
import type { Acquirer } from '../ports/acquirer.ts'

/** The authorization may take 30 seconds. */
const secondsBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 40]
/** An adapter may be wrong, and a label must not have as many values as an adapter can return. */
const answers: ReadonlySet<string> = new Set([
  ...['approved', 'declined', 'challenge', 'three_ds_method', 'not_sent', 'unknown', 'pending', 'not_found'],
  ...['prepared', 'reversed', 'too_late', 'succeeded', 'failed'],
])

export function acquirerMetrics(registers: Registry[]): (acquirer: Acquirer) => Acquirer {
  const durations = new Histogram({
    name: 'flowlix_acquirer_answer_seconds',
    help: 'How long an acquirer took to answer, by question and kind of answer. "unknown" includes timeouts.',
    labelNames: ['acquirer', 'question', 'answer'],
    buckets: secondsBuckets,
    registers,
  })
  const known = new WeakMap<Acquirer, Acquirer>()
  return (acquirer) => {
    const made = known.get(acquirer) ?? measured(acquirer, durations)
    known.set(acquirer, made)
    return made
  }
}

function measured(acquirer: Acquirer, durations: Histogram): Acquirer {
  const { name, prepare, resume, finishChallenge, reverseRefund } = acquirer
  const timed = async <Answer extends Readonly<{ kind: string }>>(
    question: string,
    answering: Promise<Answer>,
  ): Promise<Answer> => {
    const begunMs = performance.now()
    let answer = 'fault'
    try {
      const given = await answering
      answer = answers.has(given?.kind) ? given.kind : 'invalid'
      return given
    } finally {
      durations.observe({ acquirer: name, question, answer }, (performance.now() - begunMs) / 1_000)
    }
  }
  return {
    ...unmeasured(acquirer),
    ...(prepare && {
      prepare: (request, signal) => timed('prepare', prepare.call(acquirer, request, signal)),
    }),
    authorize: (request, signal) => timed('authorize', acquirer.authorize(request, signal)),
    ...(resume && {
      resume: (request, signal) => timed('resume', resume.call(acquirer, request, signal)),
    }),
    ...(finishChallenge && {
      finishChallenge: (request, signal) =>
        timed('finish_challenge', finishChallenge.call(acquirer, request, signal)),
    }),
    inquire: (attempt, signal) => timed('inquire', acquirer.inquire(attempt, signal)),
    reverse: (attempt, signal) => timed('reverse', acquirer.reverse(attempt, signal)),
    refund: (refund, signal) => timed('refund', acquirer.refund(refund, signal)),
    inquireRefund: (refund, signal) => timed('inquire_refund', acquirer.inquireRefund(refund, signal)),
    ...(reverseRefund && {
      reverseRefund: (refund, signal) =>
        timed('reverse_refund', reverseRefund.call(acquirer, refund, signal)),
    }),
  }
}

/** What it is, and what is asked so rarely that nobody needs to know how long it takes. */
function unmeasured(acquirer: Acquirer) {
  const { name, capabilities, defaultAccount, limits, returnFields, statement, check } = acquirer
  return {
    ...{ name, capabilities },
    ...(defaultAccount !== undefined && { defaultAccount }),
    ...(limits && { limits }),
    ...(returnFields && { returnFields }),
    ...(statement && { statement: statement.bind(acquirer) }),
    ...(check && { check: check.bind(acquirer) }),
  }
}
