/** `flowlix dev`: the sandbox on one's own machine. Test mode, the documented key, short times, loopback only. */

import { documentedTestKey } from '../api/documented-key.ts'
import { completePath } from '../api-docs/create-docs.ts'
import type { App } from '../app.ts'
import { fileOf } from '../config/kinds.ts'
import type { Config } from '../config/read-config.ts'
import { sandboxRules } from '../core/payment/rules.ts'
import { DatabaseRefused } from '../platform/database-refused.ts'
import { keyRecord, merchantRecord } from './api-keys.ts'
import type { Command } from './command.ts'
import { isLoopbackAddress } from './loopback.ts'
import { type Profile, runGateway } from './run-gateway.ts'

export const devCommand: Command = {
  name: 'dev',
  settings: 'dev',
  summary: 'Start the sandbox on this machine: test mode, a public key, data in ./data.',
  examples: ['flowlix dev', 'PORT=8080 flowlix dev'],
  unsafe: unsafeForSandbox,
  run: (_, { config }) => runGateway(config, devProfile(config)),
}

export function devProfile(config: Config): Profile {
  return {
    isSandbox: true,
    createDatabase: 'sandbox',
    rules: sandboxRules,
    authorizeTimeoutMs: 3_000,
    inquiryTimeoutMs: 2_000,
    liveAcquirer: null,
    prepare: async (app) => {
      // Its bank is part of every payment, so a book that cannot be opened is told at once.
      void app.sandbox
      await addDocumentedKey(app, config)
    },
    greet: () => process.stdout.write(greeting(config)),
  }
}

function unsafeForSandbox({ host }: Config): readonly string[] {
  return isLoopbackAddress(host)
    ? []
    : ['HOST must be a loopback address: the sandbox accepts a key that everybody knows']
}

async function addDocumentedKey({ storage }: App, config: Config): Promise<void> {
  const key = keyRecord(documentedTestKey, '', 'test')
  const known = (await storage.listApiKeys(null)).find(({ hash }) => hash === key.hash)
  if (known?.revokedAtMs === null) return
  if (known !== undefined) throw keyRevoked(config)
  const merchant = merchantRecord('Sandbox Shop', {
    legalName: 'Sandbox Shop Ltd',
    city: 'Berlin',
    country: 'DE',
  })
  await storage.addMerchant(merchant)
  await storage.addApiKey({ ...key, merchantId: merchant.id })
}

/** A revocation is final, here as everywhere. */
function keyRevoked({ databaseUrl, sandboxDatabase }: Config): DatabaseRefused {
  const [data, book] = [fileOf(databaseUrl), fileOf(sandboxDatabase)]
  return new DatabaseRefused(
    `The public key was revoked in ${data}, and a revocation is final: delete ${data} and ${book} to begin a new sandbox, or set DATABASE_URL and SANDBOX_DATABASE to other files.`,
  )
}

function greeting(config: Config): string {
  const { apiUrl, databaseUrl, sandboxDatabase } = config
  return `
Flowlix sandbox. It takes test payments only, and answers on this machine only. The key is public.

  API            ${apiUrl}/v1
  Documentation  ${apiUrl}/docs
  Key            ${documentedTestKey}
  Data           ${dataIn(fileOf(databaseUrl), fileOf(sandboxDatabase))}

Create a session:

  curl -X POST ${apiUrl}/v1/payments/hpp \\
    -H "Authorization: Bearer ${documentedTestKey}" \\
    -H "Content-Type: application/json" \\
    -d '{"amount": 2500, "currency": "eur", "redirect_url": "${apiUrl}${completePath}"}'

Open the redirect_url of the response in a browser. "Test cards" on that page has a button for each outcome.
Afterward the browser goes to ${apiUrl}${completePath}, which tells you how to verify the payment.

`
}

function dataIn(ours: string, bank: string): string {
  const files = [ours, bank].filter((file) => file !== ':memory:')
  if (files.length === 0) return 'in memory; it ends with this process'
  return `${files.join(' and ')} (to start over, stop the gateway and delete ${files.length === 1 ? 'it' : 'both'})`
}
