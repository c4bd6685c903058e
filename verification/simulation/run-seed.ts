/** One seed: builds its world, lets it be hostile for a while, heals it, and looks at what became of everything. */
import { AcquirerBook } from './acquirer-book.ts'
import { AcquirerServer } from './acquirer-server.ts'
import { reconcileNow } from './clerk.ts'
import { Clients } from './client.ts'
import type { Counts } from './counters.ts'
import { watchCrowd } from './crowd.ts'
import type { Outage } from './faults.ts'
import { checkEnd, checkRecovered, checkSetAside } from './final-checks.ts'
import { Inhabitants } from './inhabitants.ts'
import { MemoryStore } from './memory-store.ts'
import { Line } from './message.ts'
import { type NodeParts, SimNode } from './node.ts'
import { OurBook } from './our-book.ts'
import { ReceiverTown } from './receivers/receiver-town.ts'
import { Restoration, restorationMs } from './restoration.ts'
import type { Setting, Wish } from './setting.ts'
import { SimAcquirer } from './sim-acquirer.ts'
import { SqliteStore, sqliteTemplate } from './sqlite-store.ts'
import { withTurns } from './turns.ts'
import { epochMs, World } from './world.ts'

export type SeedResult = Readonly<{
  seed: number
  setting: Setting
  hash: number
  events: number
  counts: Counts
  violation: string | null
  trace: readonly string[]
}>

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const hostileMs = 30 * minuteMs
/** A process may be frozen for 15 minutes when the world heals; 15 more are promised. */
const recoveryMs = 35 * minuteMs

export type SeedOptions = Readonly<{ isTraced?: boolean; wish?: Wish }>

export async function runSeed(seed: number, options: SeedOptions = {}): Promise<SeedResult> {
  const template = await sqliteTemplate()
  const world = new World(seed, options.isTraced ?? false, options.wish ?? {})
  const { kernel, setting } = world
  const book = new AcquirerBook(world)
  const ours = new OurBook(world, book)
  const town = setting.world === 'receivers' ? new ReceiverTown(world) : null
  const shells = setting.shells === 'real' ? (await import('./shell.ts')).realShells : null
  await withTurns(world, async () => {
    const store =
      setting.storage === 'sqlite'
        ? new SqliteStore(world, ours, template)
        : await MemoryStore.create(world, ours)
    try {
      await runWorld(world, book, { ours, store, shells, town })
    } finally {
      store.dispose()
    }
  })
  const { hash, events, trace } = kernel
  const { counts, violation } = world
  return { seed, setting, hash, events, counts, violation, trace: trace ?? [] }
}

async function runWorld(world: World, book: AcquirerBook, parts: NodeParts): Promise<void> {
  const { ours, store, town } = parts
  const { kernel, faults, setting } = world
  const line = new Line(world)
  const server = new AcquirerServer(world, book, line)
  const acquirer = new SimAcquirer(world, server, line)
  ours.onDecline = (by, reference) => acquirer.tried.decline(by, reference)
  const [skewA, skewB] = faults.skewsMs
  const a = new SimNode(world, 'A', skewA, parts, acquirer)
  const b = new SimNode(world, 'B', skewB, parts, acquirer)
  for (const { atMs, byMs } of faults.clockJumps) {
    kernel.at(atMs, `the machine's clock jumps by ${byMs / 1_000} s`, () => world.count('clock_jumped'))
  }
  for (const pause of faults.hostPauses) {
    kernel.at(pause.atMs, `the machine is paused for ${pause.durationMs / 1_000} s`, () => {
      world.count('machine_paused')
      for (const node of [a, b]) node.pause(pause)
    })
  }
  kernel.fateOf = (life, label) => (life === a.life ? a : b).fate(label)
  const clients = new Clients(world, [a, b])
  const inhabitants = new Inhabitants(clients, server)
  const { merchant } = inhabitants
  inhabitants.moveIn()
  town?.moveIn(clients, inhabitants)
  if (setting.world === 'crowd') void watchCrowd(world, ours)
  const restoration = new Restoration(clients, inhabitants, ours, store, [a, b])
  const isRestored = setting.world === 'restored'
  if (isRestored) void restoration.backUpSometime()

  await kernel.run(hostileMs)
  world.heal()
  if (isRestored) void restoration.happen()
  if (faults.longOutage !== null) await sitOut(world, ours, inhabitants, faults.longOutage)
  const healedMs = kernel.nowMs + (isRestored ? restorationMs : 0)
  await kernel.run(healedMs + recoveryMs)
  checkRecovered({ world, ours, book, server }, epochMs + healedMs)
  await kernel.run(healedMs + hourMs)
  world.isLate = true
  const endMs = healedMs + healingMs(world)
  await kernel.run(endMs)
  await town?.settle()
  if (needsOperator(world)) await operate(clients, kernel.nowMs)
  if (world.violation === null) {
    for (const finding of store.verify()) world.violate(finding)
    await store.audit((truth) => checkEnd({ world, ours, book, server, clients, merchant }, truth))
    if (town !== null) await store.audit((truth) => town.check(truth))
  }
}

/** Whatever has waited for a day meanwhile is no longer waited for in silence. */
async function sitOut(
  world: World,
  ours: OurBook,
  inhabitants: Inhabitants,
  { untilMs }: Outage,
): Promise<void> {
  world.count('long_outage')
  await world.kernel.run(untilMs - 1)
  checkSetAside(world, ours)
  await world.kernel.run(untilMs)
  void inhabitants.refundAgain()
}

/**
 * An hour for every pause, and a day for what is tried or repeated for a day. A session that was written by a clock that
 * was ahead may stay open for as long as it was ahead: nobody who starts later can tell. One that is created by a clock
 * that was set back lasts as much longer, so that payments keep their order.
 */
function healingMs({ faults }: World): number {
  const isDone = faults.isTombstone && !faults.refusesVaguely
  const setWrongMs = faults.clockJumps.reduce((sum, { byMs }) => sum + Math.abs(byMs), 0)
  return hourMs + setWrongMs + (isDone ? 0 : 25 * hourMs)
}

/** What nobody tried again for a day, or was told wrongly, only a comparison of the books brings to light. */
function needsOperator({ faults }: World): boolean {
  return faults.longOutage !== null || faults.changesItsMind > 0
}

/** The operator compares the books, and once more when the worker has acted upon that. */
async function operate(clients: Clients, fromMs: number): Promise<void> {
  const { kernel } = clients.world
  clients.world.isLate = false
  for (const untilMs of [fromMs + hourMs, fromMs + 2 * hourMs]) {
    void kernel.wait(minuteMs, 'the operator reconciles').then(() => reconcileNow(clients))
    await kernel.run(untilMs)
  }
}
