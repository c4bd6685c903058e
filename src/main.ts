/** The process's entry: one command, and its exit status. */
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
process.exitCode = await runCommand(args, process.env, processTerminal())
