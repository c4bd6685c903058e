/**
 * The named points at which a gateway can be made to die: before and after each call of a port that money moves by.
 * Every await of a money path is such a call.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import type { Prng } from '../seeded-random.ts'

/** What it is, and what moves no money. */
type NotMoney = 'name' | 'capabilities' | 'defaultAccount' | 'limits' | 'returnFields' | 'statement' | 'check'

/** Until its handle is saved, nobody could ask about the charge, so the card must not have been sent. */
export const savePrepared = 'storage.save(attempt_prepared)'

/** An acquirer's method that is added without a point here does not compile. */
type MoneyMethod =
  | `storage.${'create' | 'save' | 'claimDue'}`
  | typeof savePrepared
  | `acquirer.${Exclude<keyof Acquirer, NotMoney>}`

/** How many calls may pass at most before the deadly one: rare calls must not be waited for in vain. */
const callsMax: Readonly<Record<MoneyMethod, number>> = {
  'storage.create': 30,
  'storage.save': 60,
  'storage.claimDue': 15,
  [savePrepared]: 20,
  'acquirer.prepare': 20,
  'acquirer.authorize': 20,
  'acquirer.resume': 5,
  'acquirer.finishChallenge': 3,
  'acquirer.inquire': 6,
  'acquirer.reverse': 2,
  'acquirer.refund': 5,
  'acquirer.inquireRefund': 5,
  'acquirer.reverseRefund': 2,
}

export type Moment = 'before' | 'after'
export type FailpointName = `${MoneyMethod}:${Moment}`
/** The name and which call of it is the deadly one, from 1. */
export type Failpoint = Readonly<{ name: FailpointName; call: number }>
export type FailpointCount = Readonly<{ name: FailpointName; reached: number; killed: number }>

const methods = Object.keys(callsMax) as MoneyMethod[]

/** What an acquirer's adapter does not have. */
const missing = {
  sandbox: ['acquirer.prepare', savePrepared, 'acquirer.finishChallenge'],
  /** With the faults that make it announce charges, and need what the customer brings back. */
  preparing_sandbox: [],
  stripe: ['acquirer.resume', 'acquirer.reverseRefund'],
  checkout: ['acquirer.prepare', savePrepared, 'acquirer.resume', 'acquirer.reverseRefund'],
} as const satisfies Readonly<Record<string, readonly MoneyMethod[]>>

export type Behind = keyof typeof missing

function failpointNames(acquirer: Behind): readonly FailpointName[] {
  const without: readonly MoneyMethod[] = missing[acquirer]
  return methods
    .filter((method) => !without.includes(method))
    .flatMap((method): FailpointName[] => [`${method}:before`, `${method}:after`])
}

export const failpointVariable = 'FAILPOINT'
export const failpointFileVariable = 'FAILPOINT_FILE'
const failpointFile = (folder: string): string => join(folder, 'failpoints.log')
export const killedMark = 'killed '

export function isWatched(method: string): method is MoneyMethod {
  return Object.hasOwn(callsMax, method)
}

/** Of a gateway that is to die there, and to write down in this folder what it has passed. */
export function failpointEnvironment({ name, call }: Failpoint, folder: string): Record<string, string> {
  return { [failpointVariable]: `${name}:${call}`, [failpointFileVariable]: failpointFile(folder) }
}

export function parseFailpoint(text: string): Failpoint {
  const name = failpointNames('preparing_sandbox').find((one) => text.startsWith(`${one}:`))
  const call = Number(text.slice(text.lastIndexOf(':') + 1))
  if (name === undefined || !Number.isInteger(call) || call < 1) throw new Error(`no failpoint: ${text}`)
  return { name, call }
}

/** Hands out every point once, in a drawn order, before any comes again. */
export class FailpointDeck {
  readonly #random: Prng
  readonly #names: readonly FailpointName[]
  readonly #first: FailpointName[]
  #left: FailpointName[] = []

  /** `first`: these come before all others, at their first call. */
  constructor(random: Prng, acquirer: Behind = 'sandbox', first: readonly FailpointName[] = []) {
    this.#random = random
    this.#names = failpointNames(acquirer)
    this.#first = [...first]
  }

  draw(): Failpoint {
    const first = this.#first.shift()
    if (first !== undefined) return { name: first, call: 1 }
    if (this.#left.length === 0) this.#left = [...this.#names]
    const name = this.#random.pick(this.#left)
    this.#left = this.#left.filter((one) => one !== name)
    const method = methods.find((one) => name.startsWith(`${one}:`))
    const max = method === undefined ? 1 : callsMax[method]
    return { name, call: this.#random.between(1, max) }
  }
}

/** From what the dying gateways have written down. */
export function countFailpoints(folder: string, acquirer: Behind = 'sandbox'): readonly FailpointCount[] {
  const file = failpointFile(folder)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return failpointNames(acquirer).map((name) => ({
    name,
    reached: counts.get(name) ?? 0,
    killed: counts.get(killedMark + name) ?? 0,
  }))
}
