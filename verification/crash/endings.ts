/** The ways in which a campaign ends a running gateway. Most are `kill -9`; some are what operators and machines do. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type GatewayPlace, GatewayProcess } from '../gateway-process.ts'
import type { Prng } from '../seeded-random.ts'
import { hasUnsynced } from './power/lose-power.ts'

export const endings = [
  'kill',
  'stop',
  'kill_while_stopping',
  'freeze',
  'failpoint',
  'power_loss',
  'torn_writes',
] as const
export type Ending = (typeof endings)[number]

/** The chance of each unsynced sector to have reached the disk; null where the power stays on. */
export function tornShare(ending: Ending): number | null {
  if (ending === 'power_loss') return 0
  return ending === 'torn_writes' ? 0.5 : null
}

/** Longer than the sandbox's lease, so that the other node takes over what the frozen one was at. */
const freezeMs = 5_000
/** In it, the frozen process goes on with what it believes to be true. */
const wakeMs = 500
const stopLimitMs = 20_000
const unsyncedLimitMs = 2_000
/** Long enough for a lost request to be given up and reversed. */
const failpointLimitMs = 10_000

/** A freeze costs seconds, so only one cycle in thirty has one. */
export function chooseEnding(random: Prng, canLosePower: boolean): Ending {
  const drawn = random.fraction()
  if (drawn < 1 / 30) return 'freeze'
  if (drawn < 0.1) return 'stop'
  if (drawn < 0.2) return 'kill_while_stopping'
  if (drawn < 0.6) return 'failpoint'
  if (!canLosePower || drawn < 0.8) return 'kill'
  return drawn < 0.9 ? 'power_loss' : 'torn_writes'
}

/** Returns what was wrong about the way it ended. It has ended in any case. */
export async function endGateway(
  ending: Ending,
  gateway: GatewayProcess,
  random: Prng,
  otherPlace: GatewayPlace,
): Promise<readonly string[]> {
  switch (ending) {
    case 'power_loss':
    case 'torn_writes':
      await killAmidWrites(gateway)
      return []
    case 'kill':
      await gateway.kill()
      return []
    case 'kill_while_stopping':
      gateway.signal('SIGTERM')
      await sleep(random.between(0, 60))
      await gateway.kill()
      return []
    case 'stop':
      return stopInGoodOrder(gateway)
    case 'freeze':
      return freeze(gateway, otherPlace)
    case 'failpoint':
      // It dies by itself, unless the load does not bring it there in time.
      await Promise.race([gateway.exited(), sleep(failpointLimitMs)])
      await gateway.kill()
      return []
  }
}

/** Under load there is nearly always something unsynced within milliseconds; without any, the kill proves little. */
async function killAmidWrites(gateway: GatewayProcess): Promise<void> {
  const giveUpAtMs = performance.now() + unsyncedLimitMs
  while (performance.now() < giveUpAtMs && !gateway.hasExited) {
    gateway.signal('SIGSTOP')
    if (hasUnsynced(gateway.folder)) break
    gateway.signal('SIGCONT')
    await sleep(1)
  }
  await gateway.kill()
}

async function stopInGoodOrder(gateway: GatewayProcess): Promise<string[]> {
  gateway.signal('SIGTERM')
  await Promise.race([gateway.exited(), sleep(stopLimitMs)])
  if (!gateway.hasExited) {
    await gateway.kill()
    return [`the gateway did not stop within ${stopLimitMs} ms`]
  }
  return gateway.exitCode === 0 ? [] : [`the gateway stopped with exit code ${gateway.exitCode}`]
}

/** Another process on the same files takes over meanwhile, and the frozen one wakes up beside it. */
async function freeze(gateway: GatewayProcess, otherPlace: GatewayPlace): Promise<string[]> {
  gateway.signal('SIGSTOP')
  const other = new GatewayProcess(otherPlace)
  try {
    // Frozen in the middle of a commit it holds the file's lock, and the other one cannot start: nobody takes over.
    await Promise.race([other.ready().catch(() => null), sleep(freezeMs)])
    await sleep(freezeMs)
    gateway.signal('SIGCONT')
    await sleep(wakeMs)
  } finally {
    await gateway.kill()
    await other.kill()
  }
  return []
}
