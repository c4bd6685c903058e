/** The settings of commands that use the API of a running gateway. */
import { apiCommandNames } from './command-names.ts'
import { optional, origin, secretKey } from './kinds.ts'
import type { Setting } from './setting.ts'

export const apiSettings = {
  gatewayUrl: {
    name: 'FLOWLIX_API_URL',
    default: 'http://localhost:4242',
    kind: origin(),
    meaning: 'The origin of the gateway whose API the command uses.',
    commands: apiCommandNames,
  },
  gatewayKey: {
    name: 'FLOWLIX_API_KEY',
    default: '',
    kind: optional(secretKey()),
    meaning:
      'The secret API key for that gateway. Without this setting, the command uses the public key of the sandbox, which it sends only to this machine.',
    commands: apiCommandNames,
  },
} as const satisfies Readonly<Record<string, Setting<unknown>>>
