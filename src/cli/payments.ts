/** `flowlix payments list|get|refund|cancel`: payments as the API returns them, for the operator. */
import { apiErrorOf } from '../api/change-response.ts'
import { presentPayment } from '../api/present-payment.ts'
import { refund as refundSchema } from '../api/request-schemas.ts'
import { validate } from '../api/validate.ts'
import type { App } from '../app/app.ts'
import { sandboxName } from '../core/card/test-cards.ts'
import { approvedAttempt, type Payment } from '../core/payment/payment.ts'
import { acquirerNamed } from '../operations/acquirer/acquirers.ts'
import { cancelPayment } from '../operations/cancel-payment.ts'
import type { ChangeResult } from '../operations/change-payment.ts'
import type { Gateway } from '../operations/gateway.ts'
import { type RefundRequest, requestRefund } from '../operations/request-refund.ts'
import { noResponse } from '../operations/respond.ts'
import { type Command, type Context, type Input, sandboxOption } from './command.ts'
import { findPayment } from './find-named.ts'
import { listOptions, listPayments } from './list-payments.ts'
import { logChange } from './log-change.ts'
import { Refused, UsageError } from './mistakes.ts'
import { withGateway, withStorage } from './open-data.ts'

const json = { json: { value: null, meaning: 'Print the JSON that the API returns, on one line.' } } as const
const paymentId = { name: 'payment ID', meaning: 'The ID that the API returned, pay_...' }

const listCommand: Command = {
  name: 'payments list',
  settings: 'payments',
  summary: 'List payments, newest first.',
  options: { ...listOptions, ...json, ...sandboxOption },
  examples: [
    'flowlix payments list --mode live --status succeeded',
    'flowlix payments list --json | jq .data',
  ],
  run: (input, context) =>
    withStorage(context, async (storage) =>
      context.terminal.out(...(await listPayments(storage, input, context.config.payUrl))),
    ),
}

const getCommand: Command = {
  name: 'payments get',
  settings: 'payments',
  summary: 'Show a payment as the API returns it.',
  positionals: [paymentId],
  options: { ...json, ...sandboxOption },
  examples: ['flowlix payments get pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'],
  run: (input, context) =>
    withStorage(context, async (storage) => show(await findPayment(storage, idOf(input)), input, context)),
}

const refundCommand: Command = {
  name: 'payments refund',
  settings: 'payments refund',
  summary: 'Refund all or part of a payment.',
  details: [
    'The refund is saved before it is sent to the acquirer. Until the outcome is known, its status is pending.',
  ],
  positionals: [paymentId],
  options: {
    reason: { value: '"<text>"', meaning: 'The reason, in 1 to 50 characters.', isRequired: true },
    amount: {
      value: '<minor units>',
      meaning: 'The amount, such as 1050 for 10.50. Default: everything that has not been refunded.',
    },
    ...json,
    ...sandboxOption,
  },
  examples: ['flowlix payments refund pay_b2c3... --reason requested_by_customer --amount 1050'],
  run: (input, context) => {
    const request = readRefund(input)
    return withGateway(context, async (gateway, app) => {
      const payment = await refundAndWait(gateway, app, idOf(input), request)
      logChange(context.terminal, 'payment_changed', payment.id)
      await show(payment, input, context)
    })
  },
}

const cancelCommand: Command = {
  name: 'payments cancel',
  settings: 'payments',
  summary: 'Cancel an open payment.',
  positionals: [paymentId],
  options: { ...json, ...sandboxOption },
  examples: ['flowlix payments cancel pay_b2c3d4e5-f6a7-8901-bcde-f23456789012'],
  run: (input, context) =>
    withGateway(context, async (gateway) => {
      const { id } = await findPayment(gateway.storage, idOf(input))
      const payment = changedPayment(await cancelPayment(gateway, id, noResponse))
      logChange(context.terminal, 'payment_changed', id)
      await show(payment, input, context)
    }),
}

export const paymentCommands: readonly Command[] = [listCommand, getCommand, refundCommand, cancelCommand]

/** By the API's own rules. */
function readRefund({ values: { reason, amount } }: Input): RefundRequest {
  if (amount !== undefined && !/^\d{1,15}$/.test(amount))
    throw new UsageError('--amount must be an integer in minor units, such as 1050 for 10.50')
  const body = { reason: reason ?? null, ...(amount === undefined ? {} : { amount: Number(amount) }) }
  const refund = validate(refundSchema, body)
  return { reason: refund.reason, amountMinor: refund.amount ?? null }
}

async function refundAndWait(
  gateway: Gateway,
  app: App,
  id: string,
  request: RefundRequest,
): Promise<Payment> {
  await requireAcquirerOf(app, await findPayment(gateway.storage, id))
  changedPayment(await requestRefund(gateway, id, request, noResponse))
  await gateway.running.drained()
  return findPayment(gateway.storage, id)
}

/** Checked before anything is saved: without its acquirer, the refund would stay pending. */
async function requireAcquirerOf(app: App, payment: Payment): Promise<void> {
  const name = approvedAttempt(payment)?.acquirer ?? null
  // Reports a missing sandbox database as such.
  if (name === sandboxName) return app.sandbox.ready()
  if (name === null || acquirerNamed(app.gateway, payment.mode, name) !== null) return
  const setting = payment.mode === 'test' ? 'TEST_ACQUIRER' : 'LIVE_ACQUIRER'
  throw new Refused(
    `This payment was charged by the acquirer "${name}", so ${setting} must include it, with the settings that "flowlix serve" has.`,
  )
}

function idOf({ positionals: [id = ''] }: Input): string {
  return id
}

function changedPayment(result: ChangeResult): Payment {
  if (result.kind === 'refused') throw apiErrorOf(result.refusal)
  if (result.kind === 'changed' || result.kind === 'unchanged') return result.payment
  throw new Error(`a change of a payment ended in ${result.kind}`)
}

async function show(payment: Payment, { switches }: Input, { terminal, config }: Context): Promise<void> {
  const presented = presentPayment(payment, config.payUrl)
  const lines = switches.has('json')
    ? [JSON.stringify(presented)]
    : JSON.stringify(presented, null, 2).split('\n')
  terminal.out(...lines)
}
