/**
 * The sandbox gateway of `flowlix dev`, which dies (SIGKILL) at the point that WEBHOOK_POINT names, if it names one. It is
 * bundled by the crash campaign and never part of the product.
 */
import { openSync, writeSync } from 'node:fs'
import { noAcquirers } from '../../../src/cli/acquirers/no-acquirers.ts'
import { devProfile } from '../../../src/cli/dev.ts'
import { runGateway } from '../../../src/cli/run-gateway.ts'
import { examineSettings } from '../../../src/config/read-config.ts'
import type { Gateway } from '../../../src/operations/gateway.ts'
import { type Point, pointFileVariable, pointVariable, readPoint } from './points.ts'

const deadly = readPoint(process.env[pointVariable])
const record = deadly === null ? null : openSync(process.env[pointFileVariable] ?? '', 'a')
let passed = 0

const { config, mistakes } = examineSettings(process.env, 'dev')
if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
const profile = devProfile(config, noAcquirers)
await runGateway(config, {
  ...profile,
  async prepare(app) {
    await profile.prepare(app)
    watch(app.gateway)
  },
})

/** Whoever delivers reaches the storage and the sender through this object. */
function watch(gateway: Gateway): void {
  const { storage, webhooks } = gateway
  const { sender } = webhooks
  const watched: Gateway['storage'] = Object.assign(Object.create(storage), {
    claimDeliveries: async (claim) => {
      const claimed = await storage.claimDeliveries(claim)
      if (claimed.length > 0) pass('claimed')
      return claimed
    },
    saveDelivery: async (result) => {
      const saved = await storage.saveDelivery(result)
      pass('saved')
      return saved
    },
  } satisfies Partial<Gateway['storage']>)
  const send: typeof sender.send = async (request, signal) => {
    pass('before_post')
    const outcome = await sender.send(request, signal)
    pass('after_post')
    return outcome
  }
  Object.assign(gateway, { storage: watched, webhooks: { ...webhooks, sender: { send } } })
}

/** Written before it dies, so that the record outlives the process. */
function pass(name: Point): void {
  if (deadly === null || record === null || name !== deadly.name) return
  passed += 1
  if (passed < deadly.pass) return
  writeSync(record, `${name}\n`)
  process.kill(process.pid, 'SIGKILL')
}
