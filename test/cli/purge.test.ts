/** `flowlix purge` on the command line, while a gateway uses the same database. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Payment } from '../../src/core/payment/payment.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { aCreation, changeBy } from '../support/payments.ts'
import { type Desk, openDesk } from '../support/typed-command.ts'

let app: TestApp
let desk: Desk
beforeEach(async () => {
  app = await openTestApp()
  desk = openDesk(app.folder)
})
afterEach(() => app.close())

/** It ended in January 2026. */
async function canceled(): Promise<Payment> {
  const { storage } = app.app
  const creation = aCreation({ merchantId: app.merchantId, description: 'A thing' })
  await storage.create(creation)
  const change = changeBy(creation.payment, { type: 'cancel' })
  await storage.save(change)
  return change.after
}

it('removes personal data, which the gateway shows at once, and is in the security log', async () => {
  const { id } = await canceled()
  const shown = async () => (await app.call('GET', `/v1/payments/${id}`)).json()
  expect(await shown()).toMatchObject({ description: 'A thing' })
  const purged = await desk.type(['purge', '--before', '2026-02-01', '--yes'])
  expect(purged).toEqual({ code: 0, stdout: 'Personal data was removed from 1 payment.', stderr: '' })
  expect(await shown()).toMatchObject({ description: null })
  expect(desk.logged.at(-1)).toMatchObject({
    security: 'personal_data_removed',
    who: expect.any(String),
    object: '1 payment, test and live payments that ended before 2026-02-01T00:00:00.000Z',
  })
})

it('needs a yes where nobody can be asked, and then does nothing', async () => {
  const { id } = await canceled()
  expect(await desk.type(['purge', '--payment', id])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flowlix: There is no terminal for the confirmation, so nothing was done: add --yes to remove personal data without one.',
  })
  expect((await app.app.storage.findPayment(id))?.description).toBe('A thing')
})

it.each([
  [[], 2, 'choose the payments by one of --before, --payment and --email'],
  [['--before', '2999-01-01'], 2, '--before must not be in the future'],
  [['--payment', 'pay_unknown'], 2, 'pay_unknown'],
])('says what is wrong in one sentence: %s', async (args, code, words) => {
  const typed = await desk.type(['purge', ...args])
  expect([typed.code, typed.stdout, typed.stderr.split('\n').length]).toEqual([code, '', expect.any(Number)])
  expect(typed.stderr).toContain(words)
})

it('finds the payments of one customer', async () => {
  const { storage } = app.app
  const supplied = {
    ...{ email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace', country: 'GB' },
    ...{ phone: '+441234567890', address: 'St James Square', city: 'London', zip: '1' },
  }
  const mine = aCreation({ merchantId: app.merchantId, suppliedCustomer: supplied })
  await storage.create(mine)
  await storage.save(changeBy(mine.payment, { type: 'cancel' }))
  const other = await canceled()
  const { stdout } = await desk.type(['purge', '--email', 'Ada@Example.com', '--yes'])
  expect(stdout).toBe('Personal data was removed from 1 payment.')
  expect((await storage.findPayment(mine.payment.id))?.suppliedCustomer).toBeNull()
  expect((await storage.findPayment(other.id))?.description).toBe('A thing')
  expect(JSON.stringify(desk.logged)).not.toMatch(/ada@|lovelace/i)
})
