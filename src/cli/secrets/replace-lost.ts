/** `flowlix secrets replace-lost`: the way out for a gateway whose ENCRYPTION_KEY is lost. */
import { secretsOf } from '../../app/webhooks.ts'
import { ConfigRefused } from '../../config/read-config.ts'
import type { WebhookEndpoint } from '../../core/webhook/endpoint.ts'
import { findLostSecrets, replaceLostSecrets } from '../../operations/replace-lost-secrets.ts'
import { systemRandom as random } from '../../platform/system-random.ts'
import type { Storage } from '../../ports/storage.ts'
import { type Command, type Context, type Input, sandboxOption } from '../command.ts'
import { confirm } from '../confirm.ts'
import { counted } from '../counted.ts'
import { logChange } from '../log-change.ts'
import { exitStatus } from '../mistakes.ts'
import { withStorage } from '../open-data.ts'

export const replaceLostCommand: Command = {
  name: 'secrets replace-lost',
  settings: 'secrets',
  summary: 'Give webhook endpoints a new secret where ENCRYPTION_KEY does not decrypt the one they have.',
  details: [
    'Use it only if the previous key is lost: without it, the gateway does not start, and nobody can decrypt these secrets. If you still have the key, add it to ENCRYPTION_KEY after a comma instead.',
    'The merchants do not know the new secrets. Ask each of them to replace its secret with POST /v1/webhook_endpoints/{id}/roll_secret, which shows the next one. Until then, their servers reject the requests, and the gateway keeps retrying for about three days.',
    'At a terminal, you are asked to confirm; elsewhere, --yes is required. Exit status 3 means that an endpoint was changed at the same moment: run the command again.',
  ],
  options: {
    'dry-run': { value: null, meaning: 'Show which endpoints would get a new secret, and change nothing.' },
    yes: { value: null, meaning: 'Replace without asking.' },
    ...sandboxOption,
  },
  examples: ['ENCRYPTION_KEY="$NEW_KEY" flowlix secrets replace-lost --dry-run'],
  run: (input, context) => withStorage(context, (storage) => replaceAll(storage, input, context)),
}

const noKey = 'ENCRYPTION_KEY must be set to the key that encrypts the new secrets'

async function replaceAll(
  storage: Storage,
  input: Input,
  { config: { encryptionKeys }, terminal }: Context,
): Promise<number> {
  const { kind } = await storage.installation()
  const secrets = await secretsOf({ isSandbox: kind === 'sandbox', encryptionKeys }, storage)
  if (secrets === null) throw new ConfigRefused([noKey])
  const lost = await findLostSecrets({ storage, secrets })
  if (lost.length === 0) {
    terminal.out('ENCRYPTION_KEY decrypts the secrets of all webhook endpoints. Nothing was done.')
    return exitStatus.done
  }
  terminal.out(
    `No key in ENCRYPTION_KEY decrypts the secrets of ${many(lost.length)}:`,
    ...lost.map(describe),
  )
  if (input.switches.has('dry-run')) return exitStatus.done
  const question = `Replace the secrets of ${many(lost.length)}? This cannot be undone.`
  await confirm(question, 'replace secrets', input, terminal)
  let replaced = 0
  for (const endpoint of lost) {
    if (!(await replaceLostSecrets({ storage, secrets, random }, endpoint))) continue
    replaced += 1
    logChange(terminal, 'secret_replaced', endpoint.id)
  }
  terminal.out(
    `Replaced the secrets of ${many(replaced)}. The merchants do not know the new ones: ask each of them to call POST /v1/webhook_endpoints/{id}/roll_secret.`,
  )
  return replaced === lost.length ? exitStatus.done : exitStatus.attention
}

const many = (count: number): string => counted(count, 'webhook endpoint')

function describe({ id, merchantId, mode, url }: WebhookEndpoint): string {
  return `  ${id}  ${merchantId}  ${mode}  ${url ?? "each payment's callback_url"}`
}
