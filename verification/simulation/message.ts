/**
 * A message to the acquirer and its reply, and what may become of both: not sent, lost, late, lost in an outage,
 * garbled. What the acquirer does, it does when the request arrives, whoever is still waiting.
 */
import type { UnknownAnswer } from '../../src/core/attempt/answers.ts'
import type { Outage } from './faults.ts'
import type { Life } from './life.ts'
import type { World } from './world.ts'

/** An adapter must not throw; this one does. */
export class AdapterFault extends Error {
  override name = 'AdapterFault'
}

const minuteMs = 60_000

/** When the acquirer cannot be reached, does not get what is sent, or gets it and cannot be heard. */
export class Line {
  readonly #outages: Outage[]
  readonly #world: World

  constructor(world: World) {
    this.#world = world
    this.#outages = [...world.faults.outages]
  }

  is(kind: Outage['kind']): boolean {
    const { isHostile, faults } = this.#world
    if (faults.longOutage?.kind === kind && this.#isDuring(faults.longOutage)) return true
    return isHostile && this.#outages.some((one) => one.kind === kind && this.#isDuring(one))
  }

  /** What is sent now arrives then; null where it is not held back. */
  heldUntilMs(): number | null {
    const { longOutage } = this.#world.faults
    return longOutage?.kind === 'holds' && this.#isDuring(longOutage) ? longOutage.untilMs : null
  }

  #isDuring({ fromMs, untilMs }: Outage): boolean {
    const { nowMs } = this.#world.kernel
    return fromMs <= nowMs && nowMs < untilMs
  }

  /** The acquirer cannot be heard from now on, for long. */
  fallSilent(): void {
    const fromMs = this.#world.kernel.nowMs
    const untilMs = fromMs + this.#world.random.between(2, 20) * minuteMs
    this.#outages.push({ fromMs, untilMs, kind: 'mutes' })
  }
}

export type Message<Answer> = Readonly<{
  name: string
  world: World
  line: Line
  life: Life
  signal: AbortSignal
  /** What the acquirer does when it arrives. */
  perform: () => Answer
  /** The answer as it is heard. */
  distort?: (answer: Answer) => Answer
  onReplyLost?: (answer: Answer) => void
  onHeard?: () => void
  lossOfRequest?: number
}>

export function send<Answer>(
  message: Message<Answer>,
): Promise<Answer | UnknownAnswer | { kind: 'not_sent' }> {
  const { world, line, life, signal, name } = message
  const { kernel, faults, random } = world
  return new Promise((resolve, reject) => {
    if (world.hits(faults.adapterThrows)) {
      world.count('adapter_threw')
      kernel.at(random.between(0, 500), `${name}: the adapter throws`, () => reject(new AdapterFault()), life)
      if (random.chance(0.5)) return
    }
    if (line.is('refuses') || world.hits(faults.notSent)) {
      world.count('request_not_sent')
      kernel.at(random.between(1, 500), `${name} was not sent`, () => resolve({ kind: 'not_sent' }), life)
      return
    }
    const unheard = (cause: string) => resolve({ kind: 'unknown', cause })
    if (faults.honorsSignal) signal.addEventListener('abort', () => unheard('timeout'), { once: true })
    if (world.hits(message.lossOfRequest ?? faults.requestLost)) {
      world.count('request_lost')
      return
    }
    kernel.at(requestDelayMs(world, line), `${name} arrives`, () => {
      if (line.is('swallows')) world.count('request_lost')
      else reply(message, message.perform(), resolve, unheard)
    })
  })
}

function reply<Answer>(
  message: Message<Answer>,
  answer: Answer,
  resolve: (answer: Answer) => void,
  unheard: (cause: string) => void,
): void {
  const { world, line, life, name } = message
  const { kernel, faults, random } = world
  if (line.is('mutes') || world.hits(faults.replyLost)) {
    message.onReplyLost?.(answer)
    return
  }
  const promptMs = faults.isSlow ? random.between(4_000, 8_000) : random.between(10, 500)
  const delayMs = world.hits(faults.replyLate) ? random.between(5_000, 45_000) : promptMs
  if (world.hits(faults.replyGarbled)) {
    kernel.at(delayMs, `${name}: an unintelligible reply`, () => unheard('unintelligible'), life)
    return
  }
  const heard = message.distort?.(answer) ?? answer
  const label = `${name}: ${(heard as { kind: string }).kind}`
  const hear = (): void => {
    message.onHeard?.()
    resolve(heard)
  }
  kernel.at(delayMs, label, hear, life)
  if (world.hits(faults.replyDuplicated)) {
    kernel.at(delayMs + random.between(0, 2_000), `${label} again`, () => resolve(heard), life)
  }
}

function requestDelayMs(world: World, line: Line): number {
  const { faults, random, kernel } = world
  const heldUntilMs = line.heldUntilMs()
  if (heldUntilMs !== null) return heldUntilMs - kernel.nowMs + random.between(0, 2 * minuteMs)
  if (!world.hits(faults.requestLate)) return random.between(10, 800)
  return random.chance(0.5) ? random.between(1_000, 2 * minuteMs) : random.between(2, 20) * minuteMs
}
