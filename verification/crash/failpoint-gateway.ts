/**
 * The sandbox gateway of `flowlix dev`, which dies by its own hand (SIGKILL) at the point that FAILPOINT names, if it names
 * one, and takes payments through the stand-in of an acquirer, if it is told where that is. It is bundled by the crash
 * campaign and never part of the product.
 */
import { openSync, writeSync } from 'node:fs'
import { noAcquirers } from '../../src/cli/acquirers/no-acquirers.ts'
import { devProfile } from '../../src/cli/dev.ts'
import { runGateway } from '../../src/cli/run-gateway.ts'
import { examineSettings } from '../../src/config/read-config.ts'
import { acquirersByName } from '../../src/operations/acquirer/acquirers.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import type { Change } from '../../src/ports/storage.ts'
import { connectStandIn } from './connect-stand-in.ts'
import {
  type FailpointName,
  failpointFileVariable,
  failpointVariable,
  isWatched,
  killedMark,
  parseFailpoint,
  savePrepared,
} from './failpoints.ts'
import { standInPlace } from './stand-in-place.ts'

type AnyMethod = (...parameters: readonly unknown[]) => Promise<unknown>

const failpoint = process.env[failpointVariable]
const deadly = failpoint === undefined ? null : parseFailpoint(failpoint)
const record = deadly === null ? null : openSync(process.env[failpointFileVariable] ?? '', 'a')
const standIn = standInPlace(process.env)
let calls = 0

const { config, mistakes } = examineSettings(process.env, 'dev')
if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
const profile = devProfile(config, noAcquirers)
await runGateway(config, {
  ...profile,
  async prepare(app) {
    await profile.prepare(app)
    await replacePorts(app.gateway)
  },
})

/** Every operation reaches both ports through this object. */
async function replacePorts(gateway: Gateway): Promise<void> {
  const { test, live } = gateway.acquirers
  const acquirer = standIn === null ? test.byName.get('sandbox') : await connectStandIn(standIn, gateway.log)
  if (acquirer === undefined) throw new Error('the sandbox has no acquirer')
  Object.assign(gateway, {
    storage: watched('storage', gateway.storage),
    acquirers: { test: acquirersByName([watched('acquirer', acquirer)]), live },
  })
}

function watched<Port extends object>(portName: string, port: Port): Port {
  return new Proxy(port, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      const method: AnyMethod = value.bind(target)
      const name = `${portName}.${String(property)}`
      if (!isWatched(name)) return method
      return async (...parameters: readonly unknown[]) => {
        const isAlso = name === 'storage.save' && isPrepared(parameters[0])
        const names = isAlso ? ([name, savePrepared] as const) : ([name] as const)
        for (const one of names) pass(`${one}:before`)
        const result = await method(...parameters)
        for (const one of names) pass(`${one}:after`)
        return result
      }
    },
  })
}

function isPrepared(change: unknown): boolean {
  const { events } = change as Change
  return events.some(({ type }) => type === 'attempt_prepared')
}

/** Written before going on, so that the record outlives the process. */
function pass(name: FailpointName): void {
  if (deadly === null || record === null) return
  writeSync(record, `${name}\n`)
  if (name !== deadly.name) return
  calls += 1
  if (calls < deadly.call) return
  writeSync(record, `${killedMark}${name}\n`)
  process.kill(process.pid, 'SIGKILL')
}
