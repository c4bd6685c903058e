/** `flowlix dev`: the sandbox on one's own machine. Test mode, the documented key, short times, loopback only. */

import { documentedTestKey } from '../api/documented-key.ts'
import type { App } from '../app.ts'
import { fileOf } from '../config/kinds.ts'
import type { Config } from '../config/read-config.ts'
import { sandboxRules } from '../core/rules.ts'
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
  return `
Flowlix sandbox. Test mode only, on this machine only; the key below is public and opens nothing else.

  API            ${config.apiUrl}/v1
  Key            ${documentedTestKey}
  Data           ${config.databaseUrl.replace('sqlite:', '')} (delete it to start anew)

Create a session, then open the redirect_url of the answer in a browser:

  curl -X POST ${config.apiUrl}/v1/payments/hpp \\
    -H "Authorization: Bearer ${documentedTestKey}" \\
    -H "Content-Type: application/json" \\
    -d '{"amount": 2500, "currency": "eur", "redirect_url": "http://localhost:3000/complete"}'

The page is at ${config.payUrl}/hpp/{id}; it offers the test cards.

`
}
