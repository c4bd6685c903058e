/** One process's real API and real page, reached as its server reaches them, but without sockets. */

import { RunningKeys } from '../../src/api/idempotency.ts'
import { PaymentBodies } from '../../src/api/payment-bodies.ts'
import { RateLimit } from '../../src/api/rate-limit.ts'
import { createApi } from '../../src/api/routes.ts'
import { StorageBudget } from '../../src/api/storage-budget.ts'
import { CoBadged } from '../../src/core/card/co-badged.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import { createPaymentPage, issuerUrls } from '../../src/payment-page/routes.ts'
import { readAttemptToken } from '../../src/payment-page/token.ts'
import { RequestContext, type RequestEnv } from '../../src/request-context.ts'
import { noThrottles, type ThrottleSettings, Throttles } from '../../src/throttles/throttles.ts'
import {
  type HttpRequest,
  type HttpResponse,
  origin,
  type Shell,
  type ShellLimits,
  type Shells,
} from './http.ts'
import { declinesOfCardMax } from './tried-cards.ts'

const unlimitedBytes = { test: 0, live: 0 }
const holdSubmitMs = 9_000
const hashKey = new Uint8Array(32)
const limited: ThrottleSettings = {
  ...noThrottles,
  unknownPagesPerMinute: 5,
  cards: {
    postsPerMinute: 12,
    declinesPerAddress: 4,
    declinesPerHour: declinesOfCardMax,
    declinesPerDay: 5,
    breaker: { declinePercent: 50, attemptsMin: 6, pauseMs: 120_000 },
  },
  cardModes: ['test'],
}

type App = Readonly<{ fetch(request: Request, env: RequestEnv['Bindings']): Response | Promise<Response> }>

class RealShell implements Shell {
  readonly #gateway: Gateway
  readonly #linkSecret: string
  readonly #requestsPerMinute: number
  readonly #throttles: Throttles
  #api: App | null = null
  #page: App | null = null
  #requests = 0

  constructor(gateway: Gateway, linkSecret: string, limits: ShellLimits) {
    this.#gateway = gateway
    this.#linkSecret = linkSecret
    this.#requestsPerMinute = limits.requestsPerMinute
    this.#throttles = new Throttles(limits.areCardsLimited ? limited : noThrottles, hashKey)
  }

  async fetch({ method, path, headers, body, from = null }: HttpRequest): Promise<HttpResponse> {
    const request = new Request(origin + path, { method, headers, ...(body === null ? {} : { body }) })
    const context = new RequestContext(`req_${this.#requests++}`, {
      address: from ?? 'internal',
      limitBy: from,
    })
    const app = path.startsWith('/v1/') ? this.#theApi() : this.#thePage()
    const response = await app.fetch(request, { context })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  attemptOf(paymentId: string, token: string): number | null {
    const number = readAttemptToken(Buffer.from(this.#linkSecret, 'hex'), paymentId, token, 0)
    return typeof number === 'number' ? number : null
  }

  /** Made when it is asked for: many processes die before. */
  #theApi(): App {
    this.#api ??= this.#makeApi()
    return this.#api
  }

  #makeApi(): App {
    return createApi({
      gateway: this.#gateway,
      payUrl: origin,
      docsUrl: `${origin}/docs`,
      rateLimit: new RateLimit(this.#requestsPerMinute),
      sharedUsage: null,
      storageBudget: new StorageBudget(unlimitedBytes, this.#gateway.clock, this.#gateway.log),
      runningKeys: new RunningKeys(),
      throttles: this.#throttles,
      bodies: new PaymentBodies(origin),
      acceptsDocumentedKey: false,
    })
  }

  #thePage(): App {
    this.#page ??= createPaymentPage({
      stopping: new AbortController().signal,
      gateway: this.#gateway,
      linkKey: Buffer.from(this.#linkSecret, 'hex'),
      payUrl: origin,
      ownHost: null,
      isSecureOrigin: false,
      throttles: this.#throttles,
      holdSubmitMs,
      privacyText: null,
      accessibilityText: null,
      resultPage: 'failures',
      declineDetail: 'helpful',
      coBadged: { test: new CoBadged(), live: new CoBadged() },
      languages: { default: 'en', hasPseudo: false },
    })
    return this.#page
  }
}

export const realShells: Shells = {
  make: (gateway, linkSecret, limits) => new RealShell(gateway, linkSecret, limits),
  urlMaker: (linkSecret) => (payment, number) =>
    issuerUrls(origin, Buffer.from(linkSecret, 'hex'), payment, number),
}
