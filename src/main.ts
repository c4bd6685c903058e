/** The process's entry: one command, and its exit status. */
import { isRemote, remoteCommands } from './cli/remote/commands.ts'
import { runCommand } from './cli/run-command.ts'
import { processTerminal } from './cli/terminal.ts'

const args = process.argv.slice(2)
const [command = ''] = args
// The reader of the output may stop early, as `head` does. A gateway goes on without readers.
if (!['dev', 'serve'].includes(command)) {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}
// The gateway takes most of the time that these commands need, and they do not need it.
const commands = isRemote(args) ? remoteCommands : (await import('./cli/commands.ts')).commands
process.exitCode = await runCommand(commands, args, process.env, processTerminal())
