/** Every command of the program, in the order of the help. */
import { acquirerCheckCommand } from './acquirer-check.ts'
import { backupCommand } from './backup.ts'
import type { Command } from './command.ts'
import { devCommand } from './dev.ts'
import { doctorCommand } from './doctor/doctor.ts'
import { explainCommand } from './explain.ts'
import { initCommand } from './init.ts'
import { keyCommands } from './keys.ts'
import { merchantCommands } from './merchants.ts'
import { moveCommand } from './move.ts'
import { paymentCommands } from './payments.ts'
import { purgeCommand } from './purge.ts'
import { reconcileCommand } from './reconcile.ts'
import { remoteCommands } from './remote/commands.ts'
import { sandboxCommands } from './sandbox.ts'
import { reencryptCommand } from './secrets/reencrypt.ts'
import { replaceLostCommand } from './secrets/replace-lost.ts'
import { serveCommand } from './serve.ts'
import { verifyCommand } from './verify.ts'
import { verifyPageCommand } from './verify-page.ts'

export const commands: readonly Command[] = [
  devCommand,
  ...remoteCommands,
  initCommand,
  serveCommand,
  ...merchantCommands,
  ...keyCommands,
  ...paymentCommands,
  explainCommand,
  reconcileCommand,
  acquirerCheckCommand,
  purgeCommand,
  reencryptCommand,
  replaceLostCommand,
  doctorCommand,
  verifyCommand,
  verifyPageCommand,
  backupCommand,
  moveCommand,
  ...sandboxCommands,
]
