/** The example adapter behind the gateway, loaded as `TEST_ACQUIRER` loads it. */
import { afterEach, describe, expect, it } from 'vitest'
import { loadModule } from '../../src/cli/acquirers/load-module.ts'
import { openTestApp, type TestApp } from '../../verification/app/test-app.ts'
import { direct, read, refund, settle, view } from './payments.ts'

const path = 'examples/acquirer/memory-acquirer.ts'
const approvedPan = '4111111111111111'
const declinedPan = '4000000000000002'

let app: TestApp | null = null
afterEach(async () => {
  await app?.close()
  await app?.database.remove()
  app = null
})

async function open(): Promise<TestApp> {
  app = await openTestApp({ testAcquirers: [await loadModule(path, 'test')] })
  return app
}

async function pay(world: TestApp, pan: string) {
  const { id } = await view(world.call('POST', '/v1/payments', direct(pan)))
  await settle(world)
  return read(world, id)
}

describe('the example acquirer', () => {
  it('is paid with, refunds, and declines', async () => {
    const world = await open()
    const paid = await pay(world, approvedPan)
    expect(paid.status).toBe('succeeded')
    expect((await world.app.storage.findPayment(paid.id))?.attempts).toMatchObject([{ acquirer: 'example' }])
    expect((await refund(world, paid.id)).status).toBe(200)
    expect((await pay(world, declinedPan)).status).toBe('failed')
  })
})
