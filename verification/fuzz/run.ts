/** A fuzzing run: random inputs to one real gateway until the budget or the number is reached. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, GatewayProcess, sandboxKey } from '../gateway-process.ts'
import { freshCard, type MarkedCard, marksOf } from '../scan/marks.ts'
import { type Finding as CardFinding, scanFolder } from '../scan/scan-folder.ts'
import { Prng } from '../seeded-random.ts'
import { type Input, nextInput, sessionBody, type Targets } from './inputs.ts'
import { send } from './send.ts'

export type FuzzOptions = Readonly<{ budgetMs: number; inputsMax: number; seed: number; onlyInput?: number }>
/** `number` and the seed are enough to make the input again. */
export type Finding = Readonly<{ number: number; input: Input; fault: string }>
export type FuzzReport = Readonly<{
  inputs: number
  /** How often each status came: a fuzzer that only meets 401 proves nothing. */
  statuses: ReadonlyMap<number | null, number>
  seconds: number
  findings: readonly Finding[]
  /** Where the card that was sent stands in what the gateway has written. */
  cardData: readonly CardFinding[]
  isAlive: boolean
}>

const lanes = 24
/** A payment's form is used up by a card that happens to be good, so there is a new one now and then. */
const inputsPerTarget = 400

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-fuzz-'))
  const port = await freePort()
  const gateway = new GatewayProcess({
    folder,
    port,
    environment: { RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'debug' },
  })
  try {
    await gateway.ready()
    const card = freshCard()
    const report = await drive(port, gateway.url, options, card)
    return { ...report, cardData: scanFolder(folder, marksOf([card])) }
  } finally {
    await gateway.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function drive(
  port: number,
  url: string,
  options: FuzzOptions,
  card: MarkedCard,
): Promise<Omit<FuzzReport, 'cardData'>> {
  const findings: Finding[] = []
  const statuses = new Map<number | null, number>()
  const startedAt = performance.now()
  let inputs = 0
  let targets = await newTargets(url, card)
  const isOver = () => inputs >= options.inputsMax || performance.now() - startedAt >= options.budgetMs
  const sendInput = async (number: number): Promise<void> => {
    const input = nextInput(new Prng(options.seed, number), targets)
    const { status, fault } = await send(port, input)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (fault !== null) findings.push({ number, input, fault })
  }
  const lane = async (): Promise<void> => {
    while (!isOver()) {
      const number = ++inputs
      if (number % inputsPerTarget === 0) targets = await newTargets(url, card)
      await sendInput(number)
    }
  }
  if (options.onlyInput === undefined) await Promise.all(Array.from({ length: lanes }, lane))
  else {
    inputs = 1
    await sendInput(options.onlyInput)
  }
  const health = await fetch(`${url}/healthz`).catch(() => null)
  return {
    inputs,
    statuses,
    seconds: (performance.now() - startedAt) / 1_000,
    findings,
    isAlive: health?.status === 200,
  }
}

async function newTargets(url: string, card: MarkedCard): Promise<Targets> {
  const [paymentId, changedPaymentId] = [await newSession(url), await newSession(url)]
  const action = async (kind: string, path: string) => {
    const page = await (await fetch(url + path)).text()
    return new RegExp(`action="([^"]*/${kind}/[^"]+)"`).exec(page)?.[1] ?? path
  }
  const path = `/hpp/${paymentId}`
  const forms = { form: await action('pay', path), cancelForm: await action('cancel', `${path}/cancel`) }
  return { card, key: sandboxKey, paymentId, changedPaymentId, ...forms }
}

async function newSession(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/payments/hpp`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandboxKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(sessionBody()),
  })
  return ((await response.json()) as { id: string }).id
}
