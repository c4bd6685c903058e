/** `flowlix merchants create|list|show|set`. */
import { missingOf } from '../api/permit.ts'
import type { Merchant } from '../core/merchant.ts'
import { type Command, type Option, sandboxOption } from './command.ts'
import { findMerchant } from './find-named.ts'
import { logChange } from './log-change.ts'
import { merchantFields, readMerchantFields } from './merchant-fields.ts'
import { UsageError } from './mistakes.ts'
import { withStorage } from './open-data.ts'
import { showTime } from './read-time.ts'
import { merchantRecord } from './records.ts'
import { table } from './terminal.ts'

const optional: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.entries(merchantFields).map(([name, { value, meaning }]) => [name, { value, meaning }]),
)
const merchantId = { name: 'merchant ID', meaning: 'The ID from "flowlix merchants list", mer_...' }

const createCommand: Command = {
  name: 'merchants create',
  settings: 'merchants',
  summary: 'Create a merchant.',
  options: {
    ...optional,
    name: { value: '"<text>"', meaning: merchantFields.name?.meaning ?? '', isRequired: true },
    ...sandboxOption,
  },
  examples: [
    'flowlix merchants create --name "Your Shop" --legal-name "Your Shop Ltd" --city Berlin --country DE',
  ],
  run: (input, context) => {
    const { name = '', ...details } = readMerchantFields(input)
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
      const rows = all.map(({ id, name, createdAtMs }) => [id, name, showTime(createdAtMs)])
      const lines =
        rows.length === 0 ? ['There are no merchants yet.'] : table(['ID', 'NAME', 'CREATED'], rows)
      context.terminal.out(...lines)
    }),
}

const showCommand: Command = {
  name: 'merchants show',
  settings: 'merchants',
  summary: 'Show the details of a merchant.',
  positionals: [merchantId],
  options: sandboxOption,
  examples: ['flowlix merchants show mer_01...'],
  run: ({ positionals: [id = ''] }, context) =>
    withStorage(context, async (storage) =>
      context.terminal.out(...describe(await findMerchant(storage, id))),
    ),
}

const setCommand: Command = {
  name: 'merchants set',
  settings: 'merchants',
  summary: 'Change the details of a merchant. Options that you leave out do not change; "" removes a value.',
  positionals: [merchantId],
  options: { ...optional, ...sandboxOption },
  examples: [
    'flowlix merchants set mer_01... --legal-name "Your Shop GmbH" --support-email help@shop.example.com',
    'flowlix merchants set mer_01... --attempts-max ""',
  ],
  run: (input, context) => {
    const changes = readMerchantFields(input)
    if (Object.keys(changes).length === 0) throw new UsageError('specify at least one option to change')
    return withStorage(context, async (storage) => {
      const { id } = await findMerchant(storage, input.positionals[0] ?? '')
      await storage.updateMerchant(id, changes)
      logChange(context.terminal, 'merchant_changed', id)
      context.terminal.out(...describe(await findMerchant(storage, id)))
    })
  },
}

export const merchantCommands: readonly Command[] = [createCommand, listCommand, showCommand, setCommand]

function describe(merchant: Merchant): readonly string[] {
  const fields = [
    ['id', merchant.id] as const,
    ...Object.entries(merchantFields).map(([option, { key }]) => [option, merchant[key]] as const),
    ['created', showTime(merchant.createdAtMs)] as const,
  ]
  const width = Math.max(...fields.map(([name]) => name.length))
  const missing = missingOf(merchant)
  return [
    ...fields.map(([name, value]) => `${name.padEnd(width)}  ${value ?? '-'}`),
    ...(missing.length === 0 ? [] : [`Live payments need ${missing.join(', ')}.`]),
  ]
}
