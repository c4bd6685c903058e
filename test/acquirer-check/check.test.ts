/** `flowlix acquirer check`, at a stand-in for Stripe: what it reports, and that it finds what an adapter does wrong. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Stripe } from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Bench, type BenchOptions } from '../../src/acquirer-check/bench.ts'
import { lostAnswer, lostCard } from '../../src/acquirer-check/lost-steps.ts'
import { decline, reversal } from '../../src/acquirer-check/payment-steps.ts'
import { americanExpress, refund, statement } from '../../src/acquirer-check/refund-steps.ts'
import { checkCards } from '../../src/acquirer-check/test-cards.ts'
import { createCheckout } from '../../src/acquirers/checkout/checkout.ts'
import { createStripe } from '../../src/acquirers/stripe/create-stripe.ts'
import { report } from '../../src/cli/acquirer-check.ts'
import type { StatementLine } from '../../src/core/reconciliation/statement.ts'
import type { Acquirer } from '../../src/ports/acquirer.ts'
import { startCheckoutStandIn } from '../../verification/acquirers/checkout/checkout-stand-in.ts'
import { on, type StandInAnswer } from '../../verification/acquirers/stand-in/faults.ts'
import { type StripeStandIn, startStripe } from '../../verification/acquirers/stripe/start-stripe.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

let standIn: StripeStandIn
let bench: Bench | null = null
beforeAll(async () => {
  standIn = await startStripe()
})
afterEach(async () => {
  await bench?.close()
  bench = null
})
afterAll(() => standIn.close())

type Change = (acquirer: Acquirer) => Partial<Acquirer>

function options(change: Change = () => ({}), secretKey = standIn.secretKey) {
  return {
    open: (proxy: string) => {
      const acquirer = createStripe({
        ...{ secretKey, proxy, log, livemode: false },
        loadSdk: () => Stripe,
        baseUrl: standIn.url,
      })
      return { ...acquirer, ...change(acquirer) }
    },
    cards: checkCards.stripe,
    currency: 'eur',
    account: null,
    proxy: null,
    times: { pauseMs: 20, settleMs: 200, graceMs: 50, challengeMs: 10_000 },
  } as const satisfies Omit<BenchOptions, 'showChallenge'>
}

async function openBench(change: Change): Promise<Bench> {
  bench = await Bench.open({ ...options(change), showChallenge: () => {} })
  return bench
}

/** Somebody who opens each URL that is printed. */
function terminal({ redirect = 'follow' }: Pick<RequestInit, 'redirect'> = {}) {
  const out: string[] = []
  return {
    out: (...lines: readonly string[]) => void out.push(...lines),
    note: (...lines: readonly string[]) => {
      const url = lines.find((line) => URL.canParse(line))
      if (url !== undefined)
        void fetch(url, {
          redirect,
          method: 'POST',
          body: new URLSearchParams({ result: 'pass', outcome: 'pass' }),
        })
    },
    lines: out,
  }
}

/** Nothing listens there. */
const nowhere = (proxy: string): Acquirer =>
  createStripe({
    ...{ secretKey: standIn.secretKey, proxy, log, livemode: false },
    loadSdk: () => Stripe,
    baseUrl: 'http://127.0.0.1:9',
  })

async function refusingProxy(): Promise<Partial<BenchOptions>> {
  const proxy = createServer().on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
  onTestFinished(() => void proxy.close())
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  return { proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }
}

const steps = [
  ...['credentials', 'approval', 'decline', 'challenge', 'abandoned_challenge'],
  ...['lost_card', 'lost_answer', 'lost_request', 'reversal', 'refund', 'statement', 'american_express'],
]

describe('the check of an acquirer', () => {
  it('reports each step, and that all have passed', async () => {
    const desk = terminal()
    expect(await report('stripe', { switches: new Set() }, desk, options())).toBe(0)
    expect(desk.lines.map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ...steps.map((step) => ['passed', step]),
      ['12', 'passed.'],
    ])
  })

  it('passes at Checkout.com as well, which finds payments by their references', async () => {
    const checkout = await startCheckoutStandIn()
    onTestFinished(() => checkout.close())
    const desk = terminal()
    const code = await report('checkout', { switches: new Set() }, desk, {
      ...options(),
      open: (proxy) => createCheckout({ ...checkout.access, proxy, log, livemode: false }),
    })
    expect(desk.lines.filter((line) => line.startsWith('FAILED'))).toEqual([])
    expect(desk.lines.at(-1)).toBe('12 passed.')
    expect([code, checkout.violations]).toEqual([0, []])
  })

  it('asks for another card if the customer would have to confirm its payments', async () => {
    const desk = terminal()
    const { cards, ...others } = options()
    const asking = { ...others, cards: { ...cards, approved: cards.challenged } }
    expect(await report('stripe', { switches: new Set() }, desk, asking)).toBe(3)
    expect(desk.lines[1]).toContain('name another test card with --card')
  })

  it('tries nothing else if the acquirer refuses the key, and says so in JSON', async () => {
    const desk = terminal()
    const refused = options(undefined, 'sk_test_another')
    expect(await report('stripe', { switches: new Set(['json']) }, desk, refused)).toBe(3)
    expect(JSON.parse(desk.lines.join(''))).toMatchObject({
      acquirer: 'stripe',
      passed: false,
      steps: [{ step: 'credentials', outcome: 'failed', detail: 'Stripe does not accept this key' }],
    })
  })

  it('notices a confirmed payment if the browser is on another machine, and cannot come back to the check', async () => {
    const desk = terminal({ redirect: 'manual' })
    expect(await report('stripe', { switches: new Set() }, desk, options())).toBe(0)
  })

  it('asks for another card if the customer would not have to confirm its payments', async () => {
    const desk = terminal()
    const { cards, ...others } = options()
    const easy = { ...others, cards: { ...cards, challenged: cards.approved } }
    expect(await report('stripe', { switches: new Set() }, desk, easy)).toBe(3)
    const asking = desk.lines.filter((line) => line.includes('name another test card with --challenged-card'))
    expect(asking.map((line) => line.split(/ +/)[1])).toEqual(['challenge', 'abandoned_challenge'])
  })

  it('tries nothing that needs an approval if no card is approved', async () => {
    const desk = terminal()
    const refusing = options(() => ({ authorize: async () => ({ kind: 'not_sent' }) }))
    expect(await report('stripe', { switches: new Set() }, desk, refusing)).toBe(3)
    const skipped = desk.lines.filter((line) => line.includes('needs an approval'))
    expect(skipped.map((line) => line.split(/ +/)[1])).toEqual(steps.slice(5))
  })

  it.each<[string, () => Promise<Partial<BenchOptions>>, string]>([
    ['the acquirer', async () => ({ open: nowhere }), '127.0.0.1:9 could not be reached (ECONNREFUSED)'],
    [
      'the proxy',
      async () => ({ proxy: 'http://127.0.0.1:9' }),
      'the proxy 127.0.0.1:9 could not be reached (ECONNREFUSED)',
    ],
    ['an acquirer that the proxy refuses', refusingProxy, 'refused the connection with status 403'],
  ])('says that it could not reach %s', async (_name, changes, detail) => {
    const desk = terminal()
    expect(
      await report('stripe', { switches: new Set() }, desk, { ...options(), ...(await changes()) }),
    ).toBe(3)
    expect(desk.lines).toEqual([expect.stringContaining(detail), '1 failed.'])
  })

  it('forgets a cut that did not happen before the next step begins', async () => {
    const desk = terminal()
    let prepared = 0
    const failing = options(({ prepare }) => ({
      prepare: async (...values) => {
        prepared += 1
        const isOfLostAnswer = prepared === 6
        const result = await prepare?.(...values)
        if (isOfLostAnswer) throw new Error('a fault of the adapter')
        return result ?? { kind: 'not_sent', cause: 'no prepare' }
      },
    }))
    await report('stripe', { switches: new Set() }, desk, failing)
    expect(desk.lines.filter((line) => line.startsWith('FAILED'))).toHaveLength(1)
  })

  it('skips the challenge if nobody is there to pass it', async () => {
    const desk = terminal()
    const { times, ...others } = options()
    const alone = { ...others, times: { ...times, challengeMs: 0 } }
    expect(await report('stripe', { switches: new Set() }, desk, alone)).toBe(0)
    expect(desk.lines.at(-1)).toBe('11 passed, 1 skipped.')
  })
})

it('the check finds that refunds of American Express lose their references at Checkout.com', async () => {
  const checkout = await startCheckoutStandIn()
  onTestFinished(() => checkout.close())
  const change = ({ status, body }: StandInAnswer) => ({
    status,
    body: JSON.stringify(JSON.parse(body).map((action: object) => ({ ...action, metadata: {} }))),
  })
  checkout.faults.inject(on('GET', /actions$/), { kind: 'changed', change }, 1_000)
  const { open: _open, ...others } = options()
  bench = await Bench.open({
    ...others,
    open: (proxy) => {
      const acquirer = createCheckout({ ...checkout.access, proxy, log, livemode: false })
      // Otherwise the check asks for a minute.
      return { ...acquirer, capabilities: { ...acquirer.capabilities, quietMs: 0 } }
    },
    showChallenge: () => {},
  })
  expect(await statement(bench)).toBe('lists the payment and its refund')
  await expect(americanExpress(bench)).rejects.toThrow(
    "the refund is missing, or it is listed without the gateway's reference",
  )
})

describe('an adapter fails the check', () => {
  it('if it takes a lost answer for a decline', async () => {
    const wrong = await openBench((acquirer) => ({
      authorize: async (request, signal) => {
        const answer = await acquirer.authorize(request, signal)
        return answer.kind === 'unknown'
          ? { kind: 'declined', declineCode: 'processing_error', country: null }
          : answer
      },
    }))
    await expect(lostAnswer(wrong)).rejects.toThrow('said declined (processing_error), expected unknown')
  })

  it('if it sends a payment again after its answer was lost', async () => {
    const wrong = await openBench((acquirer) => ({
      authorize: async (request, signal) => {
        const answer = await acquirer.authorize(request, signal)
        return answer.kind === 'unknown' ? acquirer.authorize(request, signal) : answer
      },
    }))
    await expect(lostAnswer(wrong)).rejects.toThrow('4 requests were sent instead of 2')
  })

  it('if it goes on without the card', async () => {
    const wrong = await openBench((acquirer) => ({
      authorize: async (request, signal) => {
        await acquirer.authorize(request, signal)
        return { kind: 'unknown', cause: 'no card' }
      },
    }))
    await expect(lostCard(wrong)).rejects.toThrow('said unknown (no card), expected not_sent')
  })

  it('if it acknowledges a reversal that it does not send', async () => {
    const wrong = await openBench(() => ({ reverse: async () => ({ kind: 'reversed' }) }))
    await expect(reversal(wrong)).rejects.toThrow('acknowledged, but the inquiry says approved')
  })

  it('if it reports another reason for a decline', async () => {
    const wrong = await openBench(() => ({
      authorize: async () => ({ kind: 'declined', declineCode: 'generic_decline', country: null }),
    }))
    await expect(decline(wrong)).rejects.toThrow('declined as generic_decline, expected insufficient_funds')
  })

  it('if a refund never succeeds', async () => {
    const wrong = await openBench(() => ({
      inquireRefund: async () => ({ kind: 'pending', acquirerRefundId: 're_1' }),
    }))
    await expect(refund(wrong)).rejects.toThrow('said pending, expected succeeded')
  })

  /** Lines of its statement, changed. */
  type LineChange = (lines: readonly StatementLine[]) => readonly StatementLine[]
  const refundLines =
    (change: Partial<StatementLine>): LineChange =>
    (lines) =>
      lines.map((line) => (line.kind === 'refund' ? { ...line, ...change } : line))
  it.each<[string, LineChange, string]>([
    ['lacks a payment', () => [], 'the payment is missing'],
    ['lists everything twice', (lines) => [...lines, ...lines], 'the payment is listed 2 times'],
    ['has a refund without its reference', refundLines({ reference: 're_1' }), 'the refund is missing'],
    ['has another amount', refundLines({ amountMinor: 399 }), 'the refund has the amount 399'],
    ['has another ID', refundLines({ acquirerTransactionId: 'other' }), 'is listed under another ID, other'],
  ])('if its statement %s', async (_name, change, problem) => {
    const wrong = await openBench((acquirer) => ({
      statement: async (span) => change((await acquirer.statement?.(span)) ?? []),
    }))
    await expect(statement(wrong)).rejects.toThrow(problem)
  })
})
