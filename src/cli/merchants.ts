/** `flowlix merchants create|list|show|set`. */
import type { MerchantChanges } from '../core/merchant.ts'
import { type Command, type Input, type Option, sandboxOption } from './command.ts'
import { describeMerchant } from './describe-merchant.ts'
import { findMerchant } from './find-named.ts'
import { logChange } from './log-change.ts'
import { withAcquirers } from './merchant-acquirer.ts'
import { callbackChoice, callbackOption, planCallbackModes, readCallbackModes } from './merchant-callbacks.ts'
import { merchantFields, readOptions } from './merchant-fields.ts'
import { merchantJson, readMerchantFile } from './merchant-file.ts'
import { UsageError } from './mistakes.ts'
import { withStorage } from './open-data.ts'
import { showTime } from './read-time.ts'
import { merchantRecord } from './records.ts'
import { table } from './terminal.ts'

const optional: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.entries(merchantFields).map(([name, { value, meaning }]) => [name, { value, meaning }]),
)
const fileOption = {
  file: {
    value: '<file>',
    meaning:
      'A JSON file with these details, in the format that "merchants show --json" prints. Options override it.',
  },
} as const satisfies Readonly<Record<string, Option>>
const merchantId = { name: 'merchant ID', meaning: 'The ID from "flowlix merchants list", mer_...' }

const createCommand: Command = {
  name: 'merchants create',
  settings: 'merchants',
  summary: 'Create a merchant.',
  options: {
    ...optional,
    ...fileOption,
    ...sandboxOption,
  },
  examples: [
    'flowlix merchants create --file merchant.json',
    'flowlix merchants create --name "Your Shop" --legal-name "Your Shop Ltd" --city Berlin --country DE',
  ],
  run: async (input, context) => {
    const { name, ...details } = await withAcquirers(readChanges(input), null, context)
    if (name === undefined) throw new UsageError('--name "<text>" is missing')
    const merchant = merchantRecord(name, details)
    return withStorage(context, async (storage) => {
      await storage.addMerchant(merchant)
      logChange(context.terminal, 'merchant_created', merchant.id)
      context.terminal.out(`${merchant.id}  ${merchant.name}`)
      context.terminal.note(`Next: flowlix keys create --merchant ${merchant.id} --mode test`)
    })
  },
}

const listCommand: Command = {
  name: 'merchants list',
  settings: 'merchants',
  summary: 'List the merchants.',
  options: sandboxOption,
  examples: ['flowlix merchants list'],
  run: (_, context) =>
    withStorage(context, async (storage) => {
      const all = await storage.listMerchants()
      const rows = all.map(({ id, name, liveAcquirer, createdAtMs }) => [
        ...[id, name, liveAcquirer ?? '-'],
        showTime(createdAtMs),
      ])
      const names = ['ID', 'NAME', 'ACQUIRER', 'CREATED']
      const lines = rows.length === 0 ? ['There are no merchants yet.'] : table(names, rows)
      context.terminal.out(...lines)
    }),
}

const showCommand: Command = {
  name: 'merchants show',
  settings: 'merchants',
  summary: 'Show the details of a merchant.',
  positionals: [merchantId],
  options: {
    json: { value: null, meaning: 'Print the details as a JSON file for "merchants set --file".' },
    ...sandboxOption,
  },
  examples: ['flowlix merchants show mer_01...', 'flowlix merchants show mer_01... --json > merchant.json'],
  run: ({ positionals: [id = ''], switches }, context) =>
    withStorage(context, async (storage) => {
      const merchant = await findMerchant(storage, id)
      if (!switches.has('json'))
        return context.terminal.out(...describeMerchant(merchant, await callbackChoice(storage, merchant)))
      const logo = merchant.logo === null ? null : await storage.findLogo(merchant.logo.hash)
      context.terminal.out(...merchantJson(merchant, logo).split('\n'))
    }),
}

const setCommand: Command = {
  name: 'merchants set',
  settings: 'merchants',
  summary: 'Change the details of a merchant. Options that you leave out do not change; "" removes a value.',
  positionals: [merchantId],
  options: { ...optional, ...callbackOption, ...fileOption, ...sandboxOption },
  examples: [
    'flowlix merchants set mer_01... --legal-name "Your Shop GmbH" --support-email help@shop.example.com',
    'flowlix merchants set mer_01... --logo logo.png --accent-color "#0a7d4b"',
    'flowlix merchants set mer_01... --acquirer stripe --acquirer-account acct_...',
    'flowlix merchants set mer_01... --file merchant.json',
    'flowlix merchants set mer_01... --attempts-max ""',
    'flowlix merchants set mer_01... --deliver-callbacks test',
  ],
  run: (input, context) => {
    const changes = readChanges(input)
    const callbackModes = readCallbackModes(input)
    const hasChanges = Object.keys(changes).length > 0
    if (!hasChanges && callbackModes === null) throw new UsageError('specify at least one option to change')
    return withStorage(context, async (storage) => {
      const before = await findMerchant(storage, input.positionals[0] ?? '')
      const { id } = before
      const changeCallbacks =
        callbackModes === null ? null : await planCallbackModes(storage, before, callbackModes, context)
      if (hasChanges) {
        await storage.updateMerchant(id, await withAcquirers(changes, before, context))
        logChange(context.terminal, 'merchant_changed', id)
      }
      const secrets = (await changeCallbacks?.()) ?? []
      const after = await findMerchant(storage, id)
      context.terminal.out(...describeMerchant(after, await callbackChoice(storage, after)), ...secrets)
    })
  },
}

export const merchantCommands: readonly Command[] = [createCommand, listCommand, showCommand, setCommand]

function readChanges(input: Input): MerchantChanges {
  const { file } = input.values
  const options = readOptions(input)
  return file === undefined ? options : { ...readMerchantFile(file), ...options }
}
