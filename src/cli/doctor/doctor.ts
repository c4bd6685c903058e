/** `flowlix doctor`: finds out what would keep the gateway from working, by the checks that the gateway itself makes. */
import { ConfigRefused, type Environment, examineSettings } from '../../config/read-config.ts'
import { noAcquirers } from '../acquirers/no-acquirers.ts'
import { type Command, sandboxOption } from '../command.ts'
import { devCommand } from '../dev.ts'
import { readSettings } from '../read-settings.ts'
import { serveCommand } from '../serve.ts'
import { examineGateway } from './examine-gateway.ts'
import { Findings } from './findings.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  settings: 'doctor',
  summary: 'Check the settings, the database, the clock, the merchants, and the webhook endpoints.',
  details: [
    'Run the command with all settings of "flowlix serve", because it checks them as well. It makes the checks that the gateway makes at startup and before it sends webhooks. It asks acquirers whether they accept the credentials, and the public origins whether the gateway responds. It changes no payment, and the gateway may be running.',
    'Exit status 1 means that there is a problem, and 3 that there are only warnings. "flowlix verify" looks for damage in the database.',
  ],
  options: sandboxOption,
  examples: ['flowlix doctor', 'flowlix doctor --sandbox'],
  // Whoever corrects these settings wants to know what else the gateway would refuse.
  refuse: (environment, isSandbox) => readStartSettings(environment, isSandbox),
  run: async ({ switches }, context) => {
    const isSandbox = switches.has('sandbox')
    const findings = new Findings(context.terminal)
    const settings = await settingsOf(context.environment, isSandbox, findings)
    await examineGateway({ ...context, ...settings }, isSandbox, findings)
    return findings.conclude()
  },
}

/** Of the command that starts the gateway. Defaults replace what is not valid. */
async function settingsOf(environment: Environment, isSandbox: boolean, findings: Findings) {
  const { settings } = startCommand(isSandbox)
  try {
    const read = await readStartSettings(environment, isSandbox)
    findings.ok(`The settings of "flowlix ${settings}" are valid.`)
    return read
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error
    for (const mistake of error.mistakes) findings.problem(`${mistake}.`)
    const { config } = examineSettings(environment, settings, isSandbox)
    return { config, openAcquirers: noAcquirers }
  }
}

function readStartSettings(environment: Environment, isSandbox: boolean) {
  const { settings, unsafe } = startCommand(isSandbox)
  return readSettings(environment, settings, {
    isSandbox,
    unsafe: (config) => unsafe?.(config, environment) ?? [],
  })
}

function startCommand(isSandbox: boolean): Command {
  return isSandbox ? devCommand : serveCommand
}
