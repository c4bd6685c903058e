/** Faults as they come: every kind, on any of the next requests. */
import type { Prng } from '../../seeded-random.ts'
import type { Fault, When } from '../stand-in/faults.ts'

const empty = (status: number): Fault => ({
  kind: 'instead',
  isHandled: false,
  answer: { status, body: '' },
})

const kinds: readonly Fault[] = [
  { kind: 'unreachable' },
  { kind: 'request_lost' },
  { kind: 'answer_lost' },
  { kind: 'answer_lost' },
  { kind: 'late' },
  { kind: 'late' },
  { kind: 'late' },
  { kind: 'truncated' },
  { kind: 'garbage' },
  { kind: 'instead', isHandled: true, answer: { status: 500, body: '{}' } },
  { kind: 'instead', isHandled: true, answer: { status: 200, body: '{}' } },
  empty(429),
  empty(500),
  empty(503),
  empty(302),
  empty(401),
]

/** Mostly once, and sometimes for as long as an outage takes. */
export function drawFault(random: Prng): [When, Fault, number] {
  const method = random.pick(['POST', 'POST', 'GET', null])
  const fault = random.pick(kinds)
  // Else it would nearly always be the first request of a payment, which has the card and moves nothing.
  let skipped = random.between(0, 3)
  const when: When = (request) => {
    if (method !== null && request.method !== method) return false
    skipped -= 1
    return skipped < 0
  }
  return [when, fault, random.chance(0.05) ? random.between(5, 20) : 1]
}
