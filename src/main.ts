/** The process's entry: one command, and its exit status. */
import { runCommand } from './cli/run-command.ts'
import { processTerminal } from './cli/terminal.ts'

// Whoever reads the output may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})
process.exitCode = await runCommand(process.argv.slice(2), process.env, processTerminal())
