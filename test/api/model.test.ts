/** Compares random sequences of calls by clients and customers, and of time, with a model of the whole API. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { usualEngine } from '../../verification/app/gateway-database.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { Clients } from './model/clients.ts'
import { sequences } from './model/commands.ts'
import { SideBySide } from './model/side-by-side.ts'

let app: TestApp
beforeAll(async () => {
  // Nothing here is about files, and tens of thousands of commits would wait for the disk.
  app = await openTestApp({ isInMemory: true })
})
afterAll(() => app.close())

/** What the sequences must have met, or they would prove little. */
const kinds = [
  ...['200', '201', 'list 200', 'replay', 'race 0', 'race 1', 'race 2', 'submit started', 'submit refused'],
  ...['pending', 'requires_action', 'succeeded', 'failed', 'expired', 'canceled'],
  ...['answer pass', 'answer fail', 'answer cancel'],
  ...['400 parameter_invalid', '404 resource_missing', '409 idempotency_key_in_use', '403 permission_denied'],
  ...['422 payment_not_refundable', '422 payment_already_refunded', '422 refund_amount_too_large'],
  '422 payment_not_cancelable',
]

/** On a database that is not in memory, each takes a hundred times as long; SQLite shows that they meet everything. */
const count = usualEngine() === 'sqlite' ? 2_000 : 100

it(`behaves like the model in ${count} sequences`, { timeout: 300_000 }, async () => {
  const both = new SideBySide(app, await Clients.of(app))
  await fc.assert(
    fc.asyncProperty(sequences, (commands) => both.run(commands)),
    { numRuns: count },
  )
  if (count === 2_000) expect(kinds.filter((kind) => !both.seen.has(kind))).toEqual([])
  expect(app.logLines.filter((line) => line.includes('internal error'))).toEqual([])
})
