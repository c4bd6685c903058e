/**
 * What may go wrong in one seed's world, and how often. Each seed draws its own intensities and many are zero:
 * uniform faults hide the bugs that need one fault often and another one never.
 */
import type { Prng } from '../seeded-random.ts'

export type Faults = Readonly<{
  // storage: probabilities for each call
  storageError: number
  commitUnknown: number
  storageSlow: number
  /** Times in which nobody reaches it, for minutes. */
  storageOutages: number
  /** A process dies in the middle of a transaction, or between its commit and the answer. Only in real storage. */
  crashInCommit: number
  // processes: probabilities for each event that reaches one
  crash: number
  freeze: number
  /** At the moment when the acquirer's answer comes: then it is stale when the process wakes up. */
  freezeAtAnswer: number
  freezeOfSender: number
  /** A frozen process's clocks stand still, as those of a machine that is paused. */
  freezesStopClocks: boolean
  /** All processes freeze together. */
  hostPauses: readonly HostPause[]
  /** By how much the clocks of the two nodes are always wrong. */
  skewsMs: readonly [number, number]
  /** The clock of both is set wrong. */
  clockJumps: readonly Readonly<{ atMs: number; byMs: number }>[]
  // the acquirer: probabilities for each message
  notSent: number
  requestLost: number
  requestLate: number
  replyLost: number
  replyLate: number
  replyDuplicated: number
  /** It answers within the time that we wait, but only just, and goes on so when the world has healed. */
  isSlow: boolean
  replyGarbled: number
  reversalLost: number
  /** The acquirer books another amount than asked. */
  amountWrong: number
  /** One answer names another amount; the book is right. */
  amountMisreported: number
  /** One answer names another reference. */
  otherReference: number
  /** It tells a decline, and approves. */
  changesItsMind: number
  /** What was seen before is not found, because another copy of the book answers. */
  inquiryFlaps: number
  /** The adapter throws, before or after the request has left. */
  adapterThrows: number
  /** How long an authorization or refund stays invisible to inquiries, at most. */
  inquiryLagMaxMs: number
  /** An approval after which the acquirer falls silent for long. */
  silenceAfterApproval: number
  outages: readonly Outage[]
  /** More than a day. It goes on when everything else has healed. */
  longOutage: Outage | null
  /** Of one key, at each process: sometimes few enough to be too many. */
  requestsPerMinute: number
  // what kind of acquirer it is
  /** It is told of a charge before the card, and knows it by the handle that it has given. */
  prepares: boolean
  /** After a challenge it moves the money only when it is told what the customer brought back. */
  needsReturn: boolean
  /** So long it knows a refund again that is sent again; null: it must not be. */
  refundIsRepeatableForMs: number | null
  reversesRefunds: boolean
  /** The merchant's own account there changes now and then. */
  changesAccount: boolean
  isTombstone: boolean
  isIdempotent: boolean
  /** So long after its approval an authorization can be reversed; null forever. */
  settlesAfterMs: number | null
  /** It does not say why it refuses a reversal. */
  refusesVaguely: boolean
  paysOutAtOnce: boolean
  /** It ends when told to, as it should; or it must be left behind. */
  honorsSignal: boolean
}>

export type HostPause = Readonly<{
  atMs: number
  durationMs: number
  stopsClocks: boolean
  /** So long after the pause the wall clock is set right. */
  correctedAfterMs: number
}>

/** The acquirer cannot be reached, does not get what is sent, or cannot be heard; or everything arrives when it is over. */
export type Outage = Readonly<{
  fromMs: number
  untilMs: number
  kind: 'refuses' | 'swallows' | 'mutes' | 'holds'
}>

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Zero in most seeds, up to `max` in the others, with small values more often than large ones. */
function sometimes(random: Prng, share: number, max: number): number {
  return random.chance(share) ? max * random.fraction() ** 2 : 0
}

function drawLagMs(random: Prng): number {
  if (random.chance(0.6)) return 0
  return random.pick([5_000, 2 * minuteMs, 6 * minuteMs, 25 * minuteMs])
}

function drawJumps(random: Prng): Faults['clockJumps'] {
  if (!random.chance(0.2)) return []
  return Array.from({ length: random.between(1, 2) }, () => ({
    atMs: random.between(0, 25 * minuteMs),
    byMs: random.pick([5_000, -5_000, 5 * minuteMs, -5 * minuteMs, hourMs, -hourMs]),
  }))
}

/** Until a clock that stood still is set right. */
export function drawCorrectionMs(random: Prng): number {
  return random.between(10_000, 5 * minuteMs)
}

function drawHostPauses(random: Prng): readonly HostPause[] {
  if (!random.chance(0.1)) return []
  return Array.from({ length: random.between(1, 2) }, () => ({
    atMs: random.between(0, 20 * minuteMs),
    durationMs: random.pick([10_000, 2 * minuteMs, random.between(1, 10) * minuteMs]),
    stopsClocks: random.chance(0.5),
    correctedAfterMs: drawCorrectionMs(random),
  }))
}

function drawOutages(random: Prng): readonly Outage[] {
  if (!random.chance(0.25)) return []
  return Array.from({ length: random.between(1, 2) }, () => {
    const fromMs = random.between(0, 20 * minuteMs)
    const untilMs = fromMs + random.between(1, 20) * minuteMs
    return { fromMs, untilMs, kind: random.pick(['refuses', 'swallows', 'mutes']) }
  })
}

/** Nodes whose clocks differ. */
export function areTwoMachines({ skewsMs, freezesStopClocks }: Faults): boolean {
  return freezesStopClocks || skewsMs[0] !== skewsMs[1]
}

/** What one machine knows about the jumps of its clock says nothing about times that another one has written. */
export function drawFaults(random: Prng): Faults {
  const faults = drawAll(random)
  return areTwoMachines(faults) ? { ...faults, clockJumps: [] } : faults
}

/** Refunds that can be neither sent again nor reversed would need a person whenever an answer is lost. */
function drawAbilities(random: Prng) {
  const isRepeatable = random.chance(0.3)
  return {
    prepares: random.chance(0.35),
    needsReturn: random.chance(0.3),
    refundIsRepeatableForMs: isRepeatable ? 12 * hourMs : null,
    reversesRefunds: !isRepeatable || random.chance(0.3),
    changesAccount: random.chance(0.3),
  }
}

function drawAll(random: Prng): Faults {
  // Independent draws would hardly ever bring a sleeping sender and a blind acquirer together.
  const isSleepy = random.chance(0.1)
  const areClocksWrong = random.chance(0.15)
  const skew = () => (areClocksWrong ? random.pick([0, 1_000, -1_000, 5 * minuteMs, -5 * minuteMs]) : 0)
  return {
    storageError: sometimes(random, 0.3, 0.2),
    commitUnknown: sometimes(random, 0.35, 0.3),
    storageSlow: sometimes(random, 0.2, 0.3),
    storageOutages: random.chance(0.15) ? random.between(1, 3) : 0,
    crashInCommit: sometimes(random, 0.3, 0.05),
    crash: sometimes(random, 0.35, 0.06),
    freeze: sometimes(random, 0.4, 0.08),
    freezeAtAnswer: sometimes(random, 0.25, 0.5),
    freezeOfSender: isSleepy ? 0.7 : 0,
    freezesStopClocks: random.chance(0.25),
    hostPauses: drawHostPauses(random),
    skewsMs: [skew(), skew()],
    clockJumps: drawJumps(random),
    notSent: sometimes(random, 0.2, 0.5),
    requestLost: sometimes(random, 0.3, 0.6),
    requestLate: sometimes(random, 0.35, 0.6),
    replyLost: sometimes(random, 0.4, 0.8),
    replyLate: sometimes(random, 0.3, 0.6),
    replyDuplicated: sometimes(random, 0.2, 0.5),
    isSlow: random.chance(0.1),
    replyGarbled: sometimes(random, 0.2, 0.4),
    reversalLost: isSleepy ? 0.7 : sometimes(random, 0.3, 0.9),
    amountWrong: sometimes(random, 0.06, 0.5),
    amountMisreported: sometimes(random, 0.1, 0.4),
    inquiryLagMaxMs: isSleepy ? 25 * minuteMs : drawLagMs(random),
    silenceAfterApproval: sometimes(random, 0.3, 0.7),
    otherReference: sometimes(random, 0.08, 0.4),
    changesItsMind: sometimes(random, 0.04, 0.4),
    inquiryFlaps: sometimes(random, 0.15, 0.8),
    adapterThrows: sometimes(random, 0.15, 0.3),
    outages: drawOutages(random),
    longOutage: null,
    requestsPerMinute: random.chance(0.2) ? 4 : 1_000,
    ...drawAbilities(random),
    isTombstone: random.chance(0.85),
    isIdempotent: random.chance(0.5),
    settlesAfterMs: random.chance(0.6) ? null : random.pick([0, 2 * minuteMs, 15 * minuteMs, 2 * hourMs]),
    refusesVaguely: random.chance(0.15),
    paysOutAtOnce: random.chance(0.3),
    honorsSignal: random.chance(0.7),
  }
}
