/** The named points at which a gateway that delivers events can be made to die, by its own hand. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Prng } from '../../seeded-random.ts'

/** Each with the number of times that it may be passed before it is deadly. */
const passedMax = {
  /** Deliveries are claimed, and nothing is sent. */
  claimed: 10,
  /** The next one is about to be sent; those before it may be under way. */
  before_post: 30,
  /** The receiver has responded, and nothing is saved. */
  after_post: 30,
  /** Saved, and the next ones may not be sent yet. */
  saved: 30,
} as const

export type Point = keyof typeof passedMax
export const points = Object.keys(passedMax) as readonly Point[]

export type DeadlyPoint = Readonly<{ name: Point; pass: number }>

export const pointVariable = 'WEBHOOK_POINT'
export const pointFileVariable = 'WEBHOOK_POINT_FILE'
export const pointFile = (folder: string): string => join(folder, 'points.log')

export function drawPoint(random: Prng): DeadlyPoint {
  const name = random.pick(points)
  return { name, pass: random.between(1, passedMax[name]) }
}

export const pointText = ({ name, pass }: DeadlyPoint): string => `${name}:${pass}`

/** Null where nothing is to happen. */
export function readPoint(text: string | undefined): DeadlyPoint | null {
  if (text === undefined) return null
  const [given, pass] = text.split(':')
  const name = points.find((one) => one === given)
  if (name === undefined) throw new Error(`no such point: ${text}`)
  return { name, pass: Number(pass) }
}

/** How often a gateway died at each point, from what the dying ones have written down. */
export function countDeaths(folder: string): Readonly<Record<Point, number>> {
  const file = pointFile(folder)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const deaths = points.map((name) => [name, lines.filter((line) => line === name).length])
  return Object.fromEntries(deaths)
}
