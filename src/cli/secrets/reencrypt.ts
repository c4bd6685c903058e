/** `flowlix secrets reencrypt`: the end of a change of ENCRYPTION_KEY. */
import { ConfigRefused } from '../../config/read-config.ts'
import { type Resealed, resealSecrets } from '../../operations/reseal-secrets.ts'
import { type Command, sandboxOption } from '../command.ts'
import { counted } from '../counted.ts'
import { logChange } from '../log-change.ts'
import { withStorage } from '../open-data.ts'
import { openSecrets } from '../open-secrets.ts'

export const reencryptCommand: Command = {
  name: 'secrets reencrypt',
  settings: 'secrets',
  summary: 'Encrypt all secrets in the database with the first key in ENCRYPTION_KEY.',
  details: [
    'To replace the key, put the new key first and the previous one after a comma, restart every gateway process with that, and run this command with the same setting. Then remove the previous key and restart again.',
    'The gateway may be running. The command may be interrupted at any time: run it again to continue.',
  ],
  options: sandboxOption,
  examples: ['ENCRYPTION_KEY="$NEW_KEY,$OLD_KEY" flowlix secrets reencrypt'],
  run: (_, context) =>
    withStorage(context, async (storage) => {
      const { terminal } = context
      const secrets = await openSecrets(storage, context)
      if (secrets === null) throw new ConfigRefused([noKey])
      const done = await resealSecrets({ storage, secrets })
      logChange(terminal, 'secrets_reencrypted', `key ${secrets.keyName}`)
      terminal.out(...report(done, secrets.keyName))
    }),
}

const noKey = 'ENCRYPTION_KEY must be set: the new key first, and the previous one after a comma'

function report({ endpoints, responses, lostResponses }: Resealed, keyName: string): readonly string[] {
  const changed = `the secrets of ${counted(endpoints, 'webhook endpoint')} and ${counted(responses, 'kept response')}`
  const first =
    endpoints + responses === 0
      ? `All secrets were already encrypted with the key ${keyName}.`
      : `Encrypted ${changed} with the key ${keyName}.`
  const lost =
    lostResponses === 0
      ? []
      : [
          `${counted(lostResponses, 'kept response')} could not be decrypted with any key in ENCRYPTION_KEY. Kept responses are removed after 24 hours.`,
        ]
  return [first, ...lost]
}
