/**
 * The whole gateway in this process, on a real database and in a folder of its own, with a clock that tests move.
 * Requests are made by calling it; nothing listens.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SandboxFaults } from '../../src/acquirers/sandbox/faults.ts'
import { parseFaults } from '../../src/acquirers/sandbox/faults.ts'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { type App, createApp } from '../../src/app/app.ts'
import type { AppOptions } from '../../src/app/options.ts'
import { keyRecord, merchantRecord } from '../../src/cli/records.ts'
import { newSecretKey } from '../../src/cli/secret-key.ts'
import type { ApiKey } from '../../src/core/api-key.ts'
import { CoBadged } from '../../src/core/card/co-badged.ts'
import { mask } from '../../src/core/card/mask.ts'
import { idempotencyLifeMs } from '../../src/core/idempotency-record.ts'
import type { Mode } from '../../src/core/payment/payment.ts'
import { sandboxRules } from '../../src/core/payment/rules.ts'
import { createLog } from '../../src/platform/log.ts'
import { systemRandom } from '../../src/platform/system-random.ts'
import { RequestContext } from '../../src/request-context.ts'
import { noThrottles } from '../../src/throttles/throttles.ts'
import { memoryFolder } from '../memory-folder.ts'
import { type Engine, type GatewayDatabase, usualEngine } from './gateway-database.ts'
import { PostgresDatabase } from './postgres-database.ts'
import { runOnce } from './run-once.ts'
import { SqliteDatabase } from './sqlite-database.ts'
import { TestClock } from './test-clock.ts'

export const origin = 'http://localhost:4242'

export type TestApp = Readonly<{
  app: App
  clock: TestClock
  database: GatewayDatabase
  /** Has the SQLite files, and what else the gateway keeps in files. */
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

export type TestAppOptions = Partial<AppOptions> &
  Readonly<{
    faults?: SandboxFaults
    /** Whoever gives it removes it, and the database that belongs to it. */
    folder?: string
    /** What the tests of this process run on unless a test needs another one. */
    engine?: Engine
    /** For tests of much work that is not about files: SQLite does not use any. */
    isInMemory?: boolean
  }>

export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const folder = options.folder ?? mkdtempSync(join(memoryFolder() ?? tmpdir(), 'flowlix-test-'))
  const clock = options.clock instanceof TestClock ? options.clock : new TestClock()
  const database = await openDatabase(folder, options)
  const logLines: string[] = []
  const log = createLog({ level: 'debug', mask, write: (line) => logLines.push(line) })
  const isInMemory = options.isInMemory === true
  const app = await createApp({
    ...usualOptions(options.faults),
    databaseUrl: isInMemory && database.engine === 'sqlite' ? 'sqlite::memory:' : database.url,
    sandboxDatabase: isInMemory ? ':memory:' : join(folder, 'sandbox-acquirer.db'),
    clock,
    log,
    wrapStorage: (opened) => clock.calls.watch(opened),
    ...options,
  })
  const merchantId = await addMerchant(app, clock)
  return {
    app,
    clock,
    database,
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
      await runOnce(app.gateway, { batchLimit: 100, idempotencyLifeMs })
    },
    close: async () => {
      clock.release()
      await app.close()
      await database.close()
      if (options.folder !== undefined) return
      if (options.databaseUrl === undefined) await database.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The sandbox with short times and without limits. */
function usualOptions(
  faults: SandboxFaults | undefined,
): Omit<AppOptions, 'databaseUrl' | 'sandboxDatabase' | 'clock' | 'log'> {
  return {
    isSandbox: true,
    createDatabase: 'sandbox',
    sandboxRefundMs: 1_000,
    sandboxFaults: faults ?? parseFaults(''),
    apiUrl: origin,
    payUrl: origin,
    rateLimitPerMinute: 1_000_000,
    storedBytesPerDay: { test: 0, live: 0 },
    webhooks: { allowedNetworks: [], proxy: null },
    encryptionKeys: [],
    retentionMs: { test: null, live: null },
    eventLifeMs: 30 * 86_400_000,
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
    coBadged: new CoBadged(),
    defaultLocale: 'en',
    holdSubmitMs: 20_000,
    liveAcquirers: [],
    testAcquirers: [],
    privacyText: null,
    accessibilityText: null,
    bootId: null,
    random: systemRandom,
  }
}

async function openDatabase(folder: string, options: TestAppOptions): Promise<GatewayDatabase> {
  const { databaseUrl = '', engine = usualEngine() } = options
  if (databaseUrl.startsWith('postgres')) return new PostgresDatabase(databaseUrl)
  return engine === 'sqlite' ? new SqliteDatabase(folder) : PostgresDatabase.of(folder)
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
