/** A record of the log as a line for people, in the words of the record and without what only machines need. */
import type { Fields, LogRecord } from './log-record.ts'
import { printable } from './printable.ts'

export function readableLine({ level, fields, message }: LogRecord): string {
  if (fields.route !== undefined) return requestLine(fields)
  // What happened to a payment.
  if (fields.event !== undefined) return printable(`${fields.paymentId} ${message}`)
  const { stack, security: _name, outcome: _outcome, ...others } = fields
  const more = Object.entries(others).flatMap(([name, value]) => (isSaid(value) ? [`${name} ${value}`] : []))
  const start = level === 'info' ? '' : `${level}: `
  const line = printable(`${start}${message}${more.length === 0 ? '' : ` (${more.join(', ')})`}`)
  return isSaid(stack) ? [line, ...String(stack).split('\n').map(printable)].join('\n') : line
}

/** `POST /v1/payments/hpp 201 4 ms req_... pay_...` */
function requestLine(fields: Fields): string {
  const { method, route, path, status, ms, note, aborted, requestId, paymentId } = fields
  const outcome = aborted === true ? 'client left' : status
  const words = [method, path ?? route, outcome, `${Math.ceil(Number(ms))} ms`, note, requestId, paymentId]
  return printable(words.filter(isSaid).join(' '))
}

function isSaid(value: Fields[string]): boolean {
  return value !== undefined && value !== null && value !== ''
}
