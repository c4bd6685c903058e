/** `flowlix dev`: the sandbox on the developer's own machine. Test mode, the documented key, short times, loopback only. */

import { documentedTestKey } from '../api/documented-key.ts'
import { completePath } from '../api-docs/create-docs.ts'
import type { App } from '../app/app.ts'
import { type Config, defaultOf } from '../config/read-config.ts'
import { settings } from '../config/settings.ts'
import { sandboxRules } from '../core/payment/rules.ts'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { databaseName, fileOf } from '../platform/database-url.ts'
import { ulid } from '../platform/ids.ts'
import type { Storage } from '../ports/storage.ts'
import { listenSecret } from '../webhooks/listen-secret.ts'
import type { OpenAcquirers } from './acquirers/load-acquirers.ts'
import type { Command } from './command.ts'
import { isLoopbackAddress } from './loopback.ts'
import { productionTimes } from './production-times.ts'
import { keyRecord, merchantRecord } from './records.ts'
import { requireEncryptionKey } from './require-encryption-key.ts'
import { type Profile, runGateway } from './run-gateway.ts'

export const devCommand: Command = {
  name: 'dev',
  settings: 'dev',
  summary: 'Start a sandbox on this machine: test mode, a public API key, data in ./data.',
  examples: ['flowlix dev', 'PORT=8080 flowlix dev'],
  unsafe: unsafeForSandbox,
  run: (_, { config, openAcquirers }) => runGateway(config, devProfile(config, openAcquirers)),
}

const sandboxTimes = { rules: sandboxRules, authorizeTimeoutMs: 3_000, inquiryTimeoutMs: 2_000 } as const

export function devProfile(config: Config, openAcquirers: OpenAcquirers): Profile {
  return {
    isSandbox: true,
    createDatabase: 'sandbox',
    // A test environment on the internet is not as quick as the sandbox.
    ...(config.testAcquirers.length > 0 ? productionTimes : sandboxTimes),
    openAcquirers,
    prepare: async (app) => {
      // Every payment needs the sandbox acquirer, so a database that cannot be opened must stop the start.
      if (config.testAcquirers.length === 0) await app.sandbox.ready()
      await requireEncryptionKey(app)
      await addDocumentedKey(app, config)
    },
    greet: () => process.stdout.write(greeting(config)),
  }
}

function unsafeForSandbox({ host, metricsHost }: Config): readonly string[] {
  return [
    ...(isLoopbackAddress(host)
      ? []
      : ['HOST must be a loopback address, because the sandbox accepts a public API key']),
    ...(isLoopbackAddress(metricsHost) ? [] : ['METRICS_HOST must be a loopback address in the sandbox']),
  ]
}

async function addDocumentedKey({ storage }: App, config: Config): Promise<void> {
  const key = keyRecord(documentedTestKey, await merchantIdOf(storage), 'test')
  const find = async () => (await storage.listApiKeys(null)).find(({ hash }) => hash === key.hash)
  const existing = await find()
  if (existing?.revokedAtMs === null) return
  if (existing !== undefined) throw keyRevoked(config)
  const merchant = merchantRecord('Sandbox Shop', {
    legalName: 'Sandbox Shop Ltd',
    city: 'Berlin',
    country: 'DE',
    supportEmail: 'help@shop.example',
  })
  const { merchantId: id } = key
  await addOnce(
    () => storage.addMerchant({ ...merchant, id }),
    async () => (await storage.findMerchant(id)) !== null,
  )
  await addOnce(
    () => storage.addApiKey(key),
    async () => (await find())?.revokedAtMs === null,
  )
}

/** The same for all processes of the installation, so that two that start at once add one merchant. */
async function merchantIdOf(storage: Storage): Promise<string> {
  const drawn = Buffer.from(await storage.installationSecret('sandbox_merchant'), 'hex')
  const { createdAtMs } = await storage.installation()
  return `mer_${ulid(createdAtMs, drawn.subarray(0, 10))}`
}

async function addOnce(add: () => Promise<void>, isThere: () => Promise<boolean>): Promise<void> {
  try {
    await add()
  } catch (error) {
    if (!(await isThere())) throw error
  }
}

/** A revocation cannot be undone, here as elsewhere. */
function keyRevoked({ databaseUrl, sandboxDatabase }: Config): DatabaseRefused {
  const [data, acquirer] = [databaseName(databaseUrl), databaseName(sandboxDatabase)]
  return new DatabaseRefused(
    `The public API key was revoked in ${data}, which cannot be undone: delete ${data} and ${acquirer} to start a new sandbox, or set DATABASE_URL and SANDBOX_DATABASE to different databases.`,
  )
}

function greeting(config: Config): string {
  const { apiUrl, databaseUrl, sandboxDatabase } = config
  return `
Flowlix sandbox: test payments only, reachable from this machine only. The API key is public and works only here.

  API            ${apiUrl}/v1
  Documentation  ${apiUrl}/docs
  Webhooks       ${apiUrl}/sandbox/receiver shows the webhooks that it receives
  Key            ${documentedTestKey}
  Data           ${dataIn(databaseName(databaseUrl), databaseName(sandboxDatabase))}

Create a session:

  curl -X POST ${apiUrl}/v1/payments/hpp \\
    -H "Authorization: Bearer ${documentedTestKey}" \\
    -H "Content-Type: application/json" \\
    -d '{"amount": 2500, "currency": "eur", "redirect_url": "${apiUrl}${completePath}"}'

Open the redirect_url from the response in a browser. ${cardsHint(config)}
Afterward, the browser goes to ${apiUrl}${completePath}, which explains how to verify the payment.

Receive events on this machine, from a second terminal:

  ${listenLine(config)}

The signing secret is ${listenSecret(documentedTestKey)}

`
}

/** This gateway listens on this machine, whatever its public name is. */
function listenLine({ port }: Config): string {
  const url = `http://localhost:${port}`
  const setting = url === defaultOf(settings.gatewayUrl, 'listen') ? '' : `FLOWLIX_API_URL=${url} `
  return `${setting}npx flowlix listen --forward-to localhost:3000/webhooks`
}

function cardsHint({ testAcquirers: [first] }: Config): string {
  if (first === undefined) return '"Test cards" on that page has a button for each outcome.'
  const place = first.kind === 'built_in' ? first.name : 'the acquirer in TEST_ACQUIRER'
  return `Payments go to the test environment of ${place}: use its test cards.`
}

const ownFiles = [settings.databaseUrl, settings.sandboxDatabase].map((setting) =>
  fileOf(defaultOf(setting, 'dev')),
)

function dataIn(ours: string, acquirers: string): string {
  const files = [...new Set([ours, acquirers])].filter((file) => file !== ':memory:')
  if (files.length === 0) return 'in memory; it is lost when this process ends'
  // A file that was named may belong to another gateway as well.
  if (!files.every((file) => ownFiles.includes(file))) return files.join(' and ')
  return `${files.join(' and ')} (to start over, stop the gateway and delete ${files.length === 1 ? 'it' : 'both files'})`
}
