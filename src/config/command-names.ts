/** The commands of the program, as far as they differ in their settings. */

/** They use the API of a running gateway, and nothing else of it. */
export const apiCommandNames = ['listen', 'trigger', 'events', 'webhooks'] as const

export const commandNames = [
  'dev',
  ...apiCommandNames,
  'serve',
  'init',
  'merchants',
  'keys',
  'payments',
  'payments refund',
  'explain',
  'reconcile',
  'acquirer check',
  'sandbox',
  'doctor',
  'verify',
  'verify-page',
  'purge',
  'secrets',
  'backup',
  'move',
] as const

export type CommandName = (typeof commandNames)[number]
