/**
 * Whether Stripe knows the parameters that the adapter sends is said by the types of its SDK: what arrives at the stand-in
 * is compiled against them.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { LoggedRequest } from '../../../verification/acquirers/stand-in/request-log.ts'
import { parseForm } from '../../../verification/acquirers/stripe/form.ts'
import { openStripe, refundOf } from './stripe-world.ts'

const root = join(import.meta.dirname, '../../..')

/** As a form, numbers and booleans are written as strings. */
const wire = `import type { Stripe } from 'stripe'
type Wire<T> = T extends number ? \`\${number}\` : T extends boolean ? 'true' | 'false'
  : T extends string | null | undefined ? T : T extends readonly (infer Item)[] ? Wire<Item>[]
  : { [Name in keyof T]: Wire<T[Name]> }
// @ts-expect-error A misspelled name is found.
const misspelled: Wire<Stripe.RefundCreateParams> = { payment_intnt: 'pi_1' }
// @ts-expect-error And so is a value of another type.
const mistyped: Wire<Stripe.RefundCreateParams> = { amount: 'all' }
`

function typeOf({ method, path }: LoggedRequest): string {
  const [, , resource = '', id, action] = path.split('/')
  const object = { payment_intents: 'PaymentIntent', payment_methods: 'PaymentMethod', refunds: 'Refund' }[
    resource
  ]
  const verb = action ?? (method === 'POST' ? 'create' : id === undefined ? 'list' : 'retrieve')
  return `Stripe.${object}${verb[0]?.toUpperCase()}${verb.slice(1)}Params`
}

it('Stripe knows every parameter that the adapter sends', async () => {
  const world = await openStripe()
  const { terms, url } = await world.challenged()
  await world.answerChallenge(url, 'pass')
  await world.finishChallenge(terms)
  await world.authorize(await world.prepare(), '4000000000000002', {
    customer: { email: 'ada@example.com', name: 'Ada', phone: '+31201234567', ip: null },
    billingAddress: { country: 'NL', line1: 'Damrak 1', line2: 'B', city: 'Amsterdam', postcode: '1012 LG' },
    network: 'cartes_bancaires',
  })
  const paid = await world.approved()
  const refund = refundOf(paid, { amountMinor: 100 })
  await world.refund(refund)
  await world.inquireRefund(refund)
  await world.reverse(paid)
  await world.inquire({ ...paid, handle: null, acquirerTransactionId: null })
  await world.statement()

  const requests = world.standIn.log.all().filter(({ path }) => path.startsWith('/v1/'))
  const constants = requests.map((request, index) => {
    const form = parseForm(request.method === 'GET' ? request.query : new URLSearchParams(request.body))
    return `const request${index}: Wire<${typeOf(request)}> = ${JSON.stringify(form)}`
  })
  expect(new Set(constants.map((line) => line.match(/Stripe\.\w+/)?.[0]))).toHaveLength(8)
  expect(compile(wire + constants.join('\n'))).toBe('')
})

/** What the compiler has to say. */
function compile(source: string): string {
  const folder = mkdtempSync(join(root, 'node_modules/.wire-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'requests.ts')
  writeFileSync(file, source)
  const flags = ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck', '--types', 'node']
  const modules = ['--module', 'preserve', '--moduleResolution', 'bundler', '--target', 'es2024']
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  try {
    execFileSync(process.execPath, [tsc, ...flags, ...modules, file], { encoding: 'utf8' })
    return ''
  } catch (error) {
    return String((error as { stdout: string }).stdout)
  }
}
