/** From starting the built gateway on an empty folder to its first good answer; the median of several starts. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort, GatewayProcess } from '../verification/gateway-process.ts'
import { median } from './median.ts'
import { processorSeconds } from './processor-time.ts'

type Start = Readonly<{ wallMs: number; processorMs: number }>

export type StartComparison = Readonly<{
  own: Start
  other: Start
  /** Of the pairs of starts: the median, and the lowest and the highest. */
  ratio: Start
  ratioMin: Start
  ratioMax: Start
}>

const starts = 5

export async function coldStartMs(): Promise<number> {
  const timesMs: number[] = []
  for (let i = 0; i < starts; i++) timesMs.push((await start()).wallMs)
  return median(timesMs)
}

/** Beside another build of the gateway, taking turns. */
export async function compareStarts(otherProgram: string, pairs: number): Promise<StartComparison> {
  const program = resolve(otherProgram)
  // To warm the disk's cache up.
  await start()
  await start(program)
  const [own, other]: [Start[], Start[]] = [[], []]
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 2 === 1) other.push(await start(program))
    own.push(await start())
    if (pair % 2 === 0) other.push(await start(program))
  }
  const ratios = own.map(({ wallMs, processorMs }, i) => ({
    wallMs: wallMs / (other[i]?.wallMs ?? Number.NaN),
    processorMs: processorMs / (other[i]?.processorMs ?? Number.NaN),
  }))
  return {
    own: middle(own, median),
    other: middle(other, median),
    ratio: middle(ratios, median),
    ratioMin: middle(ratios, (values) => Math.min(...values)),
    ratioMax: middle(ratios, (values) => Math.max(...values)),
  }
}

function middle(all: readonly Start[], pick: (values: readonly number[]) => number): Start {
  return {
    wallMs: pick(all.map(({ wallMs }) => wallMs)),
    processorMs: pick(all.map(({ processorMs }) => processorMs)),
  }
}

async function start(program?: string): Promise<Start> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-cold-'))
  const port = await freePort()
  const startedAtMs = performance.now()
  const gateway = new GatewayProcess({ folder, port, ...(program !== undefined && { program }) })
  try {
    await gateway.ready()
    const wallMs = performance.now() - startedAtMs
    return { wallMs, processorMs: (processorSeconds(gateway.pid) ?? Number.NaN) * 1_000 }
  } finally {
    await gateway.kill()
    rmSync(folder, { recursive: true })
  }
}
