/** How long acquirers take to answer, and what they answer. */
import { Histogram, type Registry } from 'prom-client'
import type { Acquirer } from '../ports.ts'

/** The authorization may take 30 seconds. */
const secondsBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 40]
/** An adapter may be wrong, and a label must not have as many values as an adapter can return. */
const answers: ReadonlySet<string> = new Set([
  ...['approved', 'declined', 'challenge', 'three_ds_method', 'not_sent', 'unknown', 'pending', 'not_found'],
  ...['reversed', 'too_late', 'succeeded', 'failed'],
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
  const { name, capabilities, resume, statement } = acquirer
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
    name,
    capabilities,
    authorize: (request, signal) => timed('authorize', acquirer.authorize(request, signal)),
    ...(resume && {
      resume: (request, signal) => timed('resume', resume.call(acquirer, request, signal)),
    }),
    inquire: (reference, signal) => timed('inquire', acquirer.inquire(reference, signal)),
    reverse: (reference, signal) => timed('reverse', acquirer.reverse(reference, signal)),
    refund: (request, signal) => timed('refund', acquirer.refund(request, signal)),
    inquireRefund: (reference, signal) => timed('inquire_refund', acquirer.inquireRefund(reference, signal)),
    ...(statement && { statement: statement.bind(acquirer) }),
  }
}
