/** The faults of each kind of world: drawn, and then changed to what the world is for. */
import type { Prng } from '../seeded-random.ts'
import { drawFaults, type Faults, type Outage } from './faults.ts'
import type { WorldKind } from './setting.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs

export function faultsOf(kind: WorldKind, random: Prng): Faults {
  const faults = drawFaults(random)
  switch (kind) {
    case 'usual':
      return faults
    case 'throttled':
      // A decline whose commit is in doubt is not counted by the limits.
      return { ...faults, commitUnknown: 0 }
    case 'day_outage':
      return { ...faults, longOutage: drawLongOutage(random) }
    case 'late_arrivals':
      return { ...faults, isTombstone: false, requestLate: 0.6, settlesAfterMs: null, refusesVaguely: false }
    case 'restored':
      // An acquirer that books a repeated reference twice cannot be reconciled by reference.
      return { ...faults, isTombstone: true, isIdempotent: true }
    case 'receivers':
      // What is sent is about payments that end; doubtful ones are the other worlds' matter.
      return { ...faults, outages: [], isTombstone: true, refusesVaguely: false, settlesAfterMs: null }
    case 'method':
      return { ...faults, freeze: 0.04, requestLost: 0.3, replyLost: 0.2 }
    case 'crowd':
      return { ...faults, ...calm, outages: [drawSilence(random)] }
  }
}

function drawLongOutage(random: Prng): Outage {
  const fromMs = random.between(0, 12 * minuteMs)
  const untilMs = fromMs + random.between(24 * 60 + 15, 30 * 60) * minuteMs
  return { fromMs, untilMs, kind: random.pick(['refuses', 'swallows', 'mutes', 'holds']) }
}

/** Until nobody need be unsure anymore. */
function drawSilence(random: Prng): Outage {
  return { fromMs: 30 * secondMs, untilMs: 60 * minuteMs, kind: random.pick(['swallows', 'mutes']) }
}

/** Nothing else goes wrong than that the acquirer is silent: what takes too long has no other reason. */
const calm = {
  storageError: 0,
  commitUnknown: 0,
  storageSlow: 0,
  storageOutages: 0,
  crashInCommit: 0,
  crash: 0,
  freeze: 0,
  freezeAtAnswer: 0,
  freezeOfSender: 0,
  freezesStopClocks: false,
  hostPauses: [],
  skewsMs: [0, 0],
  clockJumps: [],
  notSent: 0,
  requestLost: 0,
  requestLate: 0,
  replyLost: 0,
  replyLate: 0,
  replyDuplicated: 0,
  isSlow: false,
  replyGarbled: 0,
  reversalLost: 0,
  amountWrong: 0,
  amountMisreported: 0,
  otherReference: 0,
  changesItsMind: 0,
  inquiryFlaps: 0,
  adapterThrows: 0,
  inquiryLagMaxMs: 0,
  silenceAfterApproval: 0,
  isTombstone: true,
  settlesAfterMs: null,
  refusesVaguely: false,
} as const satisfies Partial<Faults>
