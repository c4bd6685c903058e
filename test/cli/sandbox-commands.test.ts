/** `flowlix sandbox`: a customer on the command line, against a running sandbox. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { openPlace, type Place, type Process } from '../support/command-line.ts'

let place: Place
let gateway: Process

beforeAll(async () => {
  place = openPlace()
  gateway = await place.start('dev')
})
afterAll(() => place.close())

async function open(): Promise<string> {
  const response = await fetch(`${gateway.url}/v1/payments/hpp`, {
    method: 'POST',
    headers: { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 2500, currency: 'eur', redirect_url: 'http://localhost:3000/complete' }),
  })
  return ((await response.json()) as { id: string }).id
}

const sandbox = (...args: readonly string[]) => place.run(['sandbox', ...args], { API_URL: gateway.url })

test('a customer pays, is declined, fails a challenge, leaves, and lets a session expire', async () => {
  const paid = await sandbox('pay', await open())
  expect(paid).toMatchObject({ code: 0, stdout: expect.stringContaining('"status": "succeeded"') })
  expect(paid.stderr).toContain('The browser would go to http://localhost:3000/complete?payment_id=pay_')
  const declined = await sandbox('pay', await open(), '--test-card', 'insufficient_funds')
  expect(declined.stdout).toContain('"decline_code": "insufficient_funds"')
  const failed = await sandbox('pay', await open(), '--test-card', 'challenge', '--challenge', 'fail')
  expect(failed.stdout).toContain('"decline_code": "authentication_failed"')
  expect((await sandbox('leave', await open())).stdout).toContain('"decline_code": "canceled_by_customer"')
  expect((await sandbox('expire', await open())).stdout).toContain('"status": "expired"')
})

test.each([
  ['no payment', ['pay']],
  ['what is not a payment ID', ['pay', 'pay_1/../../v1']],
  ['a test card that does not exist', ['pay', `pay_${'0'.repeat(36)}`, '--test-card', 'gold']],
  ['an unknown answer to a challenge', ['pay', `pay_${'0'.repeat(36)}`, '--challenge', 'maybe']],
])('%s is refused in one sentence with status 2', async (_, args) => {
  const { code, stderr } = await sandbox(...args)
  expect(code).toBe(2)
  expect(stderr.trim().split('\n')).toHaveLength(1)
})

test("what the gateway rejects is explained with the gateway's message", async () => {
  const { code, stderr } = await sandbox('expire', `pay_${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`)
  expect(code).toBe(1)
  expect(stderr).toBe('flowlix: No such payment exists for this key.\n')
})

test('says what to do if no gateway is running', async () => {
  const id = `pay_${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`
  const { code, stderr } = await place.run(['sandbox', 'expire', id], { API_URL: 'http://127.0.0.1:9' })
  expect(code).toBe(1)
  expect(stderr).toContain('Start one with "flowlix dev"')
})
