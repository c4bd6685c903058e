/** The commands that only use the API of a running gateway. They load nothing else of it, so that they start at once. */
import type { Command } from '../command.ts'
import { eventCommands } from './events.ts'
import { listenCommand } from './listen.ts'
import { triggerCommand } from './trigger.ts'
import { webhookCommands } from './webhooks.ts'

export const remoteCommands: readonly Command[] = [
  listenCommand,
  triggerCommand,
  ...eventCommands,
  ...webhookCommands,
]

export function isRemote([word]: readonly string[]): boolean {
  return remoteCommands.some(({ name }) => name.split(' ')[0] === word)
}
