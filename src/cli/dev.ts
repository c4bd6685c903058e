/** `flowlix dev`: the sandbox on one's own machine. Test mode, the documented key, short times, loopback only. */
import type { App } from '../app.ts'
import type { Config } from '../config/read-config.ts'
import { sandboxRules } from '../core/rules.ts'
import { documentedTestKey, keyRecord, merchantRecord } from './api-keys.ts'
import type { Settings } from './read-settings.ts'
import { type Profile, runGateway } from './run-gateway.ts'

const loopback = ['127.0.0.1', 'localhost', '::1']

export async function dev({ config }: Settings): Promise<void> {
  await runGateway(config, devProfile(config))
}

export function devProfile(config: Config): Profile {
  return {
    createDatabase: 'sandbox',
    rules: sandboxRules,
    authorizeTimeoutMs: 3_000,
    inquiryTimeoutMs: 2_000,
    liveAcquirer: null,
    prepare: addDocumentedKey,
    greet: () => process.stdout.write(greeting(config)),
  }
}

export function unsafeForSandbox({ host }: Config): readonly string[] {
  return loopback.includes(host)
    ? []
    : ['HOST must be a loopback address: the sandbox accepts a key that everybody knows']
}

async function addDocumentedKey({ storage }: App): Promise<void> {
  const key = keyRecord(documentedTestKey, '', 'test')
  if ((await storage.findActiveApiKey(key.hash, key.createdAtMs)) !== null) return
  const merchant = merchantRecord('Sandbox Shop', {
    legalName: 'Sandbox Shop Ltd',
    city: 'Berlin',
    country: 'DE',
  })
  await storage.addMerchant(merchant)
  await storage.addApiKey({ ...key, merchantId: merchant.id })
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
