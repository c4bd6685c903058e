/** Which module may import which: the table, and what breaks it. */
import { type Import, importsOf, targetOf } from './imports.ts'
import type { SourceFile } from './source-files.ts'

export type Rules = Readonly<{
  /** Modules, single files such as `platform/ids`, or `src` for every module in src. */
  modules: readonly string[]
  packages: readonly string[]
}>

export type Table = Readonly<Record<string, Rules>>

/** The composition root and the command line put everything together. */
const anything: Rules = { modules: ['*'], packages: ['*'] }
const request = ['request-context', 'security-event']

/**
 * A module may import itself, these modules, and these packages. A folder in src is a module, and so is a folder next to
 * src.
 */
export const table: Table = {
  core: { modules: [], packages: [] },
  ports: { modules: ['core'], packages: [] },
  operations: {
    modules: ['core', 'ports'],
    packages: [],
  },
  worker: {
    modules: ['core', 'ports', 'operations', 'security-event'],
    packages: [],
  },
  storage: {
    modules: ['core', 'ports', 'platform'],
    packages: ['node:*', 'postgres'],
  },
  // Sends events to merchants.
  webhooks: {
    modules: [
      'core',
      'ports/webhook-sender',
      'platform/closed-networks',
      'platform/hmac',
      'platform/ip-address',
      'platform/outgoing/connect',
      'platform/outgoing/connect-failure',
      'platform/outgoing/deadline',
    ],
    packages: ['node:dns/promises', 'node:http', 'node:net'],
  },
  acquirers: { modules: ['core', 'ports', 'platform'], packages: ['node:*', 'hono', 'stripe'] },
  'card-brands': { modules: ['core'], packages: ['credit-card-type'] },
  // Limits on strangers; a card is known by a keyed hash only.
  throttles: { modules: ['core', 'ports', 'security-event'], packages: ['node:crypto', 'zod'] },
  api: {
    modules: [
      'core',
      'ports',
      'operations',
      'card-brands',
      'throttles',
      'platform/api-key-hash',
      'platform/hmac',
      'platform/ids',
      'platform/limited-body',
      'plain-http',
      ...request,
    ],
    packages: ['hono', 'zod'],
  },
  'payment-page': {
    modules: [
      'core',
      'ports',
      'operations',
      'card-brands',
      'throttles',
      'platform/accepted-encoding',
      'platform/hmac',
      'platform/ip-address',
      'platform/limited-body',
      'plain-http',
      'strict-transport',
      ...request,
    ],
    packages: ['hono', 'node:crypto', 'node:zlib'],
  },
  // Tries an adapter that it is given.
  'acquirer-check': {
    modules: ['core', 'platform/outgoing/tunnel', 'ports'],
    packages: ['node:*'],
  },
  // Compares a page that came over the network with what the page module sends.
  'page-check': {
    modules: ['payment-page/assets.generated', 'payment-page/headers'],
    packages: ['node:http', 'node:https', 'node:zlib', 'node:crypto'],
  },
  // A customer without a browser, for tests of shops: it uses the page by its addresses.
  'sandbox-control': {
    modules: ['core', 'operations', 'api', 'payment-page/return-url'],
    packages: ['zod'],
  },
  // A merchant's server for those who have none yet: it checks signatures as they would.
  'sandbox-receiver': {
    modules: [
      'core',
      'operations',
      'api/api-error',
      'api/error-response',
      'api/fetch-request',
      'platform/limited-body',
      'request-context',
      'webhooks/listen-secret',
      'client',
    ],
    packages: ['hono', 'node:crypto'],
  },
  // Pages made from what the API already knows of itself.
  'api-docs': {
    modules: [
      'core',
      'api',
      'platform/accepted-encoding',
      'webhooks/listen-secret',
      'openapi.json',
      'openapi-sandbox.json',
    ],
    packages: ['hono', 'node:crypto', 'node:util', 'node:zlib'],
  },
  'request-context': { modules: [], packages: [] },
  'plain-http': { modules: ['request-context'], packages: [] },
  'strict-transport': { modules: [], packages: [] },
  'security-event': { modules: ['ports', 'request-context'], packages: [] },
  http: {
    modules: [
      'ports',
      'platform/ip-address',
      'api/api-error',
      'api/error-response',
      'plain-http',
      'request-context',
      'strict-transport',
    ],
    packages: ['node:http', 'node:net', '@hono/node-server'],
  },
  // Wraps the ports; what it wraps does not know it.
  metrics: {
    modules: [
      'core',
      'ports',
      'http/access-log',
      'security-event',
      'storage/observer',
      'throttles/card-limits',
    ],
    packages: ['node:http', 'prom-client'],
  },
  platform: { modules: [], packages: ['node:*', 'postgres'] },
  config: {
    modules: ['core', 'platform', 'acquirers/sandbox/faults'],
    packages: ['node:fs', 'node:crypto', 'node:util'],
  },
  app: anything,
  cli: anything,
  main: { modules: ['cli'], packages: [] },
  // What integrators install brings nothing with it.
  client: { modules: [], packages: [] },
  // What it imports is built into the package: types, and how the gateway checks an adapter and its answers.
  'acquirer-contract': {
    modules: [
      'ports/acquirer-shape',
      'core/attempt/answers',
      'core/attempt/fit-answers',
      'core/payment/billing-address',
      'core/card/card',
      'core/money',
      'core/reconciliation/fit-statement',
      'core/reconciliation/statement',
    ],
    packages: ['node:assert/strict'],
  },
  build: { modules: ['src', 'bin'], packages: ['node:*', 'esbuild', 'rolldown'] },
  verification: {
    modules: ['src', 'bin', 'build', 'examples', 'openapi.json', 'openapi-sandbox.json'],
    packages: ['node:*', 'esbuild', 'playwright-core', '@sparticuz/chromium', 'hono', 'postgres', 'stripe'],
  },
  test: {
    modules: ['src', 'bin', 'build', 'client', 'acquirer-contract', 'verification', 'examples', 'scripts'],
    packages: ['*'],
  },
  scripts: {
    modules: ['src', 'bin', 'build', 'verification'],
    packages: ['node:*', 'zod', 'postgres'],
  },
  bench: { modules: ['src', 'verification'], packages: ['*'] },
  examples: {
    modules: ['client'],
    packages: ['node:*', 'hono', '@hono/node-server', 'flowlix-acquirer-contract', 'playwright-core'],
  },
}

/** The folder in src, the folder next to src, or the name of a file directly in src. */
export function moduleOf(path: string): string {
  const [first = '', second = ''] = path.split('/')
  return (first === 'src' ? second : first).replace(/\.tsx?$/, '')
}

/** The entries of the table that allow an import; empty where none does. */
function permissions(path: string, imported: Import, { modules, packages }: Rules): readonly string[] {
  const target = targetOf({ path, text: '' }, imported.specifier)
  if (target === null) {
    const [scope = '', name = ''] = imported.specifier.split('/')
    const packageName = scope.startsWith('@') ? `${scope}/${name}` : scope
    const wildcards = imported.specifier.startsWith('node:') ? ['node:*', '*'] : ['*']
    return packages.filter((entry) => [imported.specifier, packageName, ...wildcards].includes(entry))
  }
  const file = target.replace(/^src\//, '').replace(/\.tsx?$/, '')
  const all = target.startsWith('src/') ? ['src', '*'] : ['*']
  return modules.filter((entry) => [moduleOf(target), target, file, ...all].includes(entry))
}

/** Imports that the table does not allow. */
export function trespasses({ path, text }: SourceFile): readonly string[] {
  const from = moduleOf(path)
  const rules = table[from]
  if (rules === undefined) return [`${path}: the module ${from} is not in the table`]
  return importsOf(text).flatMap((imported) => {
    const target = targetOf({ path, text }, imported.specifier)
    if (target !== null && isEntryPoint(target)) return `${path}: ${target} is an entry point`
    if (target !== null && moduleOf(target) === from) return []
    return permissions(path, imported, rules).length > 0
      ? []
      : `${path}: ${from} -> ${target === null ? `package ${imported.specifier}` : target}`
  })
}

/** These do something as soon as they are loaded, so nothing loads them but npm. */
function isEntryPoint(path: string): boolean {
  return path === 'src/main.ts' || /^scripts\/[^/]+\.ts$/.test(path)
}

/** Entries of a table that no import needs. */
export function unusedPermissions(files: readonly SourceFile[], rules: Table = table): readonly string[] {
  const used = new Set(
    files.flatMap(({ path, text }) => {
      const from = moduleOf(path)
      const own = rules[from]
      if (own === undefined) return []
      return importsOf(text).flatMap((imported) =>
        permissions(path, imported, own).map((entry) => `${from} -> ${entry}`),
      )
    }),
  )
  return Object.entries(rules).flatMap(([from, { modules, packages }]) =>
    [...modules, ...packages].map((entry) => `${from} -> ${entry}`).filter((entry) => !used.has(entry)),
  )
}
