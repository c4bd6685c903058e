/** The commands of the program, as far as they differ in their settings. */

export const commandNames = [
  'dev',
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
  'verify',
  'verify-page',
  'purge',
  'backup',
  'move',
] as const

export type CommandName = (typeof commandNames)[number]
