/** The commands of the program, as far as settings tell them apart. */

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
  'sandbox',
  'verify',
  'backup',
] as const

export type CommandName = (typeof commandNames)[number]
