/** The settings about sending events to merchants. */
import { keys, openedNetworks, optional, proxyUrl } from './kinds.ts'
import { type Setting, starts } from './setting.ts'

export const webhookSettings = {
  encryptionKeys: {
    name: 'ENCRYPTION_KEY',
    default: '',
    kind: keys(),
    meaning:
      'The key that encrypts the signing secrets of webhook endpoints in the database: 32 random bytes in base64, such as the output of `openssl rand -base64 32`. To replace it, put the new key first and the previous one after a comma; see [docs/operating.md](docs/operating.md#replace-the-encryption-key). `dev` does not need it.',
    commands: [...starts, 'merchants', 'secrets'],
  },
  webhookAllowedNetworks: {
    name: 'WEBHOOK_ALLOWED_NETWORKS',
    default: '',
    kind: openedNetworks(),
    meaning:
      'Private networks that webhooks may be sent to, such as `10.0.0.0/8,fd12::/16`. Plain HTTP is allowed there. Without this setting, webhooks go to public addresses only.',
    meaningFor: {
      dev: 'Private networks that webhooks may be sent to besides this machine, such as `10.0.0.0/8`.',
    },
    commands: starts,
  },
  webhookProxy: {
    name: 'WEBHOOK_PROXY',
    default: '',
    kind: optional(proxyUrl()),
    meaning:
      'The proxy that webhooks are sent through, such as `http://proxy.internal:3128`. It resolves host names, and it must refuse private addresses.',
    commands: starts,
  },
} as const satisfies Readonly<Record<string, Setting<unknown>>>
