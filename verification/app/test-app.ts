/**
 * The whole gateway in this process, on real SQLite files in a folder of its own, with a clock that tests move.
 * Requests are made by calling it; nothing listens.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SandboxFaults } from '../../src/acquirers/sandbox/faults.ts'
import { parseFaults } from '../../src/acquirers/sandbox/faults.ts'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { type App, type AppOptions, createApp } from '../../src/app.ts'
import { keyRecord, merchantRecord } from '../../src/cli/records.ts'
import { newSecretKey } from '../../src/cli/secret-key.ts'
import type { ApiKey } from '../../src/core/api-key.ts'
import { mask } from '../../src/core/card/mask.ts'
import type { Mode } from '../../src/core/payment/payment.ts'
import { sandboxRules } from '../../src/core/payment/rules.ts'
import { createLog } from '../../src/platform/log.ts'
import { systemRandom } from '../../src/platform/system-random.ts'
import { RequestContext } from '../../src/request-context.ts'
import { noThrottles } from '../../src/throttles/throttles.ts'
import { runOnce } from './run-once.ts'
import { TestClock } from './test-clock.ts'

export const origin = 'http://localhost:4242'

export type TestApp = Readonly<{
  app: App
  clock: TestClock
  folder: string
  /** Everything the gateway has logged. */
  logLines: string[]
  /** The documented key's merchant. */
  merchantId: string
  /** To any path of the gateway, API or page. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** As {@link request}, of somebody at this address. */
  requestFrom(address: string, path: string, init?: RequestInit): Promise<Response>
  /** To the API, with a key and a JSON body. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** A new key, of the same merchant unless another one is asked for. */
  newKey(mode: Mode, merchant?: 'same' | 'other'): Promise<string>
  /** One round of the worker at the clock's time. */
  work(): Promise<void>
  close(): Promise<void>
}>

export type TestAppOptions = Partial<AppOptions> & Readonly<{ faults?: SandboxFaults; folder?: string }>

export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'flowlix-test-'))
  const clock = new TestClock()
  const logLines: string[] = []
  const app = await createApp({
    databaseUrl: `sqlite:${join(folder, 'flowlix.db')}`,
    isSandbox: true,
    createDatabase: 'sandbox',
    sandboxDatabase: join(folder, 'sandbox-acquirer.db'),
    sandboxRefundMs: 1_000,
    sandboxFaults: options.faults ?? parseFaults(''),
    apiUrl: origin,
    payUrl: origin,
    rateLimitPerMinute: 1_000_000,
    storedBytesPerDay: { test: 0, live: 0 },
    retentionMs: { test: null, live: null },
    throttles: noThrottles,
    rules: sandboxRules,
    settings: {
      sessionLifeMs: 86_400_000,
      attemptsMax: 1,
      authorizeTimeoutMs: 3_000,
      inquiryTimeoutMs: 2_000,
    },
    resultPage: 'failures',
    declineDetail: 'helpful',
    defaultLocale: 'en',
    holdSubmitMs: 20_000,
    liveAcquirer: null,
    privacyText: null,
    accessibilityText: null,
    clock,
    bootId: null,
    random: systemRandom,
    log: createLog({ level: 'debug', mask, write: (line) => logLines.push(line) }),
    ...options,
  })
  const merchantId = await addMerchant(app, clock)
  return {
    app,
    clock,
    folder,
    logLines,
    merchantId,
    request: async (path, init) => app.fetch(new Request(new URL(path, origin), init)),
    requestFrom: async (address, path, init) => {
      const client = { address, limitBy: address }
      return app.fetch(new Request(new URL(path, origin), init), {
        context: new RequestContext(app.requestId(), client),
      })
    },
    call: async (method, path, body, headers = {}) =>
      app.fetch(
        new Request(new URL(path, origin), {
          method,
          headers: {
            authorization: `Bearer ${documentedTestKey}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      ),
    newKey: (mode, merchant = 'same') => addKey(app, clock, mode, merchant === 'same' ? merchantId : null),
    work: async () => {
      await runOnce(app.gateway, { batchLimit: 100, idempotencyLifeMs: 86_400_000 })
    },
    close: async () => {
      clock.release()
      await app.close()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Used just now, so that a test which counts commits does not see the one that notes a key's first use. */
const used = (key: ApiKey, clock: TestClock): ApiKey => ({ ...key, lastUsedAtMs: clock.nowMs() })

async function addMerchant({ storage }: App, clock: TestClock): Promise<string> {
  const known = (await storage.listMerchants())[0]
  if (known !== undefined) return known.id
  const merchant = merchantRecord('Test Shop', {
    legalName: 'Test Shop Ltd',
    city: 'Berlin',
    country: 'DE',
    supportEmail: 'help@shop.example',
  })
  await storage.addMerchant(merchant)
  await storage.addApiKey(used(keyRecord(documentedTestKey, merchant.id, 'test'), clock))
  return merchant.id
}

async function addKey(
  { storage }: App,
  clock: TestClock,
  mode: Mode,
  merchantId: string | null,
): Promise<string> {
  const other = merchantRecord('Other Shop')
  if (merchantId === null) await storage.addMerchant(other)
  const secretKey = newSecretKey(mode)
  await storage.addApiKey(used(keyRecord(secretKey, merchantId ?? other.id, mode), clock))
  return secretKey
}

/** The smallest session that the API takes. */
export const session = {
  amount: 2500,
  currency: 'eur',
  redirect_url: 'https://shop.example.com/done',
} as const
