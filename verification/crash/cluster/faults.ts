/** What a cycle does to the nodes and their server. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Prng } from '../../seeded-random.ts'
import type { Cluster } from './cluster.ts'

type Victim = 'node' | 'postmaster'

export type ClusterFault = Readonly<{
  /** In this order, a moment after each other. */
  kills: readonly Victim[]
  /** One of the nodes stops for longer than a lease, while others take over, and wakes up before it is killed. */
  freezes: boolean
}>

export function isAway({ kills }: ClusterFault): boolean {
  return kills.includes('postmaster')
}

type Wanted = Readonly<{ nodes: number; nodeKills: number; postmasterKills: number }>

const freezeShare = 1 / 30
/** Of the cycles in which the server is killed: nodes are, too. */
const bothShare = 0.3
const freezeMs = 5_000
const wakeMs = 500

/** As many kills as are wanted, in an order that is drawn. */
export function faultsFor(
  random: Prng,
  { nodes, nodeKills, postmasterKills }: Wanted,
): readonly ClusterFault[] {
  const faults: ClusterFault[] = []
  let nodeKillsLeft = nodeKills
  const takeNodes = (): readonly Victim[] => {
    const count = Math.min(nodeKillsLeft, random.between(1, nodes))
    nodeKillsLeft -= count
    return Array.from({ length: count }, () => 'node')
  }
  for (let i = 0; i < postmasterKills; i++) {
    const victims = random.chance(bothShare) ? takeNodes() : []
    const at = random.between(0, victims.length)
    const kills: readonly Victim[] = [...victims.slice(0, at), 'postmaster', ...victims.slice(at)]
    faults.push({ kills, freezes: false })
  }
  while (nodeKillsLeft > 0) faults.push({ kills: takeNodes(), freezes: random.chance(freezeShare) })
  return faults
    .map((fault) => ({ fault, order: random.fraction() }))
    .sort((one, other) => one.order - other.order)
    .map(({ fault }) => fault)
}

/** `refused` resolves when a node has noticed that the server is away. */
export async function happen(
  fault: ClusterFault,
  cluster: Cluster,
  random: Prng,
  refused: () => Promise<void>,
): Promise<void> {
  const { kills, freezes } = fault
  for (const victim of kills) {
    if (victim === 'postmaster') {
      await cluster.server.kill()
      await refused()
    } else if (cluster.live.length > 0) {
      const node = random.pick(cluster.live)
      if (freezes) {
        node.signal('SIGSTOP')
        await sleep(freezeMs)
        node.signal('SIGCONT')
        await sleep(wakeMs)
      }
      await node.kill()
    }
    await sleep(random.between(0, 200))
  }
  if (!isAway(fault)) return
  await sleep(random.between(0, 500))
  await cluster.server.start()
}
