/** `flowlix acquirer check`: tries an acquirer's test environment with the operator's own credentials. */
import type { BenchOptions } from '../acquirer-check/bench.ts'
import type { StepResult } from '../acquirer-check/run-check.ts'
import { type CheckCards, checkCards } from '../acquirer-check/test-cards.ts'
import { type BuiltInAcquirer, builtInAcquirers } from '../config/acquirer-names.ts'
import { neededSettings } from '../config/acquirer-settings.ts'
import { type Config, ConfigRefused, type Environment } from '../config/read-config.ts'
import { type Currency, currencies } from '../core/money.ts'
import { builtIn } from './acquirers/built-in.ts'
import { Unfit } from './acquirers/unfit.ts'
import type { Command, Input } from './command.ts'
import { exitStatus, UsageError } from './mistakes.ts'
import type { Terminal } from './terminal.ts'

const pauseMs = 2_000
const settleMs = 30_000
const graceMs = 500
const challengeMs = 5 * 60_000

export const acquirerCheckCommand: Command = {
  name: 'acquirer check',
  settings: 'acquirer check',
  summary: "Try everything that the gateway needs in an acquirer's test environment.",
  details: [
    "The command pays with the acquirer's test cards: an approval, a decline, a payment that the customer must confirm, payments whose connection is cut at the worst moments, a reversal, and refunds. It only uses the settings with TEST in their names, so it cannot move money.",
    'For the payment that the customer must confirm, it prints a URL to open in a browser and waits for five minutes.',
    'Exit status 3 means that a step failed. For a module of your own, run the tests of the package flowlix-acquirer-contract instead.',
  ],
  positionals: [{ name: 'acquirer', meaning: `Which one: ${builtInAcquirers.join(' or ')}.` }],
  options: {
    account: {
      value: '<id>',
      meaning: 'The account of a merchant, as in "merchants set --test-acquirer-account".',
    },
    currency: { value: currencies.join('|'), meaning: 'The currency of the payments. Default: eur.' },
    card: {
      value: '<number>',
      meaning: 'A test card of the acquirer that is approved without a confirmation by the customer.',
    },
    'declined-card': {
      value: '<number>',
      meaning: 'A test card of the acquirer that is declined because of insufficient funds.',
    },
    'amex-card': {
      value: '<number>',
      meaning: 'A test card of American Express that is approved without a confirmation by the customer.',
    },
    'challenged-card': {
      value: '<number>',
      meaning: 'A test card of the acquirer whose payments the customer must confirm.',
    },
    'skip-challenge': { value: null, meaning: 'Do not wait for someone to confirm a payment.' },
    json: { value: null, meaning: 'Print the report as JSON, on one line.' },
  },
  examples: ['flowlix acquirer check stripe', 'flowlix acquirer check checkout --skip-challenge --json'],
  run: async (input, { config, environment, terminal }) => {
    const name = readName(input)
    const currency = readCurrency(input)
    const cards = cardsFor(name, input)
    const open = await openFor(name, config, environment)
    return report(name, input, terminal, {
      open: (proxy) => open(terminal.log, proxy),
      cards,
      currency,
      account: input.values.account ?? null,
      proxy: config.acquirerProxy?.href ?? null,
      times: {
        pauseMs,
        settleMs,
        graceMs,
        challengeMs: input.switches.has('skip-challenge') ? 0 : challengeMs,
      },
    })
  },
}

/** Returns the exit status. */
export async function report(
  name: string,
  { switches }: Pick<Input, 'switches'>,
  terminal: Pick<Terminal, 'out' | 'note'>,
  options: Omit<BenchOptions, 'showChallenge'>,
): Promise<number> {
  const isJson = switches.has('json')
  const showChallenge = (url: string, hint: string | null) =>
    terminal.note(
      `Open this URL in a browser and confirm the payment${hint === null ? '' : `; the password is ${hint}`}:`,
      url,
    )
  // Only this command needs it.
  const { runCheck } = await import('../acquirer-check/run-check.ts')
  const results = await runCheck({ ...options, showChallenge }, (result) => {
    if (!isJson) terminal.out(describe(result))
  })
  const failed = results.filter(({ outcome }) => outcome === 'failed').length
  terminal.out(
    isJson
      ? JSON.stringify({ acquirer: name, passed: failed === 0, steps: results })
      : conclusion(results, failed),
  )
  return failed === 0 ? exitStatus.done : exitStatus.attention
}

const words = { passed: 'passed', failed: 'FAILED', skipped: 'skipped' } as const

function describe({ step, outcome, detail, ms }: StepResult): string {
  return `${words[outcome].padEnd(7)}  ${step.padEnd(19)}  ${detail} (${(ms / 1_000).toFixed(1)} s)`
}

function conclusion(results: readonly StepResult[], failed: number): string {
  const skipped = results.filter(({ outcome }) => outcome === 'skipped').length
  const count = (what: string, number: number) => (number === 0 ? [] : [`${number} ${what}`])
  return `${[
    ...count('passed', results.length - failed - skipped),
    ...count('failed', failed),
    ...count('skipped', skipped),
  ].join(', ')}.`
}

function readName({ positionals: [text = ''] }: Input): BuiltInAcquirer {
  const name = builtInAcquirers.find((candidate) => candidate === text)
  if (name === undefined) throw new UsageError(`the acquirer must be ${builtInAcquirers.join(' or ')}`)
  return name
}

/** Accounts differ in which test cards need a confirmation. */
function cardsFor(name: BuiltInAcquirer, { values }: Input): CheckCards {
  for (const option of ['card', 'declined-card', 'amex-card', 'challenged-card']) {
    if (!/^\d{12,19}$/.test(values[option] ?? '000000000000'))
      throw new UsageError(`--${option} must be the number of a test card, without spaces`)
  }
  const {
    card,
    'declined-card': declined,
    'amex-card': americanExpress,
    'challenged-card': challenged,
  } = values
  return {
    ...checkCards[name],
    ...(card && { approved: card }),
    ...(declined && { declined }),
    ...(americanExpress && { americanExpress }),
    ...(challenged && { challenged }),
  }
}

function readCurrency({ values: { currency = 'eur' } }: Input): Currency {
  const known = currencies.find((candidate) => candidate === currency)
  if (known === undefined) throw new UsageError(`--currency must be one of ${currencies.join(', ')}`)
  return known
}

async function openFor(name: BuiltInAcquirer, config: Config, environment: Environment) {
  const missing = neededSettings.test[name].filter((setting) => !environment[setting.name])
  if (missing.length > 0) throw new ConfigRefused(missing.map((setting) => `${setting.name} must be set`))
  try {
    const open = await builtIn[name](config, 'test')
    if (open !== null) return open
  } catch (error) {
    if (error instanceof Unfit) throw new ConfigRefused([`${name} ${error.message}`])
    throw error
  }
  throw new Error('a setting that is set has no value')
}
