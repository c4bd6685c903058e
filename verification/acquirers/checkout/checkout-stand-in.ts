/** A server in the place of Checkout.com: stateful, with its own clock and faults. */
import { Desk } from '../stand-in/desk.ts'
import type { StandInAnswer } from '../stand-in/faults.ts'
import type { SeenRequest } from '../stand-in/request-log.ts'
import { type StandIn, startStandIn } from '../stand-in/stand-in-server.ts'
import { standInAccess } from './access.ts'
import { type CardRule, CheckoutBook } from './book.ts'
import { answer, type Rules } from './rules.ts'

type Keys = Readonly<{ secretKey: string; publicKey: string }>

export type CheckoutStandIn = StandIn &
  Readonly<{
    book: CheckoutBook
    /** What a real Checkout.com would not have accepted. Empty in every test. */
    violations: readonly string[]
    /** What the adapter needs to reach it. */
    access: Readonly<{
      secretKey: string
      publicKey: string
      prefix: string
      channel: string
      baseUrl: string
    }>
    /** Of the same client. The old keys no longer work. */
    replaceKeys(keys: Keys): void
  }>

export type CheckoutStandInOptions = Readonly<{
  port?: number
  nowMs?(): number
  cardRule?(number: string): CardRule
  captureDelayMs?: number
  refundDelayMs?: number
  /** 15 minutes, as there. */
  tokenLifeMs?: number
  challengeLifeMs?: number
  lastId?: number
}>

/** The numbers of Stripe's test cards, so that one list of cards fits both. Others are approved. */
const cards: Readonly<Record<string, CardRule>> = {
  '4000000000000002': { code: '20005' },
  '4000000000009995': { code: '20051' },
  '4000000000009987': { code: '30041' },
  '4000000000009979': { code: '30043' },
  '4000000000000069': { code: '20054' },
  '4000000000000127': { code: '20087' },
  '4000000000000119': { code: '20096' },
  '4000000000003220': { code: null, challenge: true },
  '4000008400001629': { code: '20005', challenge: true },
  '4000000000005126': { code: null, refundsFail: true },
}

const keyLifeMs = 24 * 3_600_000
const usual = {
  ...{ captureDelayMs: 0, refundDelayMs: 0, tokenLifeMs: 15 * 60_000, challengeLifeMs: 15 * 60_000 },
  lastId: 0,
}

export async function startCheckoutStandIn(options: CheckoutStandInOptions = {}): Promise<CheckoutStandIn> {
  const { desk, listenAt, ...rest } = createCheckoutStandIn(options)
  const { port } = options
  const server = await startStandIn({ desk, ...(port !== undefined && { port }) })
  listenAt(server.url)
  return { ...server, ...rest, access: { ...standInAccess, baseUrl: server.url } }
}

/** Without a server. `listenAt` tells it how it is reached. */
export function createCheckoutStandIn(options: CheckoutStandInOptions) {
  const { nowMs = Date.now } = options
  const cardRule = options.cardRule ?? ((number: string) => cards[number] ?? { code: null })
  const book = new CheckoutBook({ ...usual, ...options, nowMs, cardRule })
  const violations: string[] = []
  let url = ''
  let keys: Keys = standInAccess
  const rules: Rules = { book, keys: () => keys, url: () => url, nowMs, violations }
  return {
    ...{ book, violations },
    desk: new Desk(once(rules, (request) => answer(rules, request))),
    listenAt: (actual: string) => {
      url = actual
    },
    replaceKeys: (others: Keys) => {
      keys = others
    },
  }
}

/** The same key gets the same answer. A request that failed leaves no key. */
function once(
  { nowMs, violations }: Rules,
  act: (request: SeenRequest) => StandInAnswer,
): (request: SeenRequest) => StandInAnswer {
  const kept = new Map<string, Readonly<{ body: string; answer: StandInAnswer; atMs: number }>>()
  return (request) => {
    const key = request.headers['cko-idempotency-key']
    if (key === undefined || request.method !== 'POST') return act(request)
    const name = `${request.path} ${key}`
    const earlier = kept.get(name)
    if (earlier !== undefined && nowMs() - earlier.atMs < keyLifeMs) {
      if (earlier.body !== request.body) violations.push(`one key for two requests: ${request.path}`)
      return earlier.answer
    }
    const fresh = act(request)
    if (fresh.status < 300) kept.set(name, { body: request.body, answer: fresh, atMs: nowMs() })
    return fresh
  }
}
