/**
 * The sandbox gateway of `flowlix dev`, which dies by its own hand (SIGKILL) at the point that FAILPOINT names. It is
 * bundled by the crash campaign and never part of the product.
 */
import { openSync, writeSync } from 'node:fs'
import { devProfile } from '../../src/cli/dev.ts'
import { runGateway } from '../../src/cli/run-gateway.ts'
import { examineSettings } from '../../src/config/read-config.ts'
import { onlyAcquirer } from '../../src/operations/acquirers.ts'
import type { Gateway } from '../../src/operations/gateway.ts'
import {
  type FailpointName,
  failpointFileVariable,
  failpointVariable,
  isWatched,
  killedMark,
  parseFailpoint,
} from './failpoints.ts'

type AnyMethod = (...parameters: readonly unknown[]) => Promise<unknown>

const deadly = parseFailpoint(process.env[failpointVariable] ?? '')
const record = openSync(process.env[failpointFileVariable] ?? '', 'a')
let calls = 0

const { config, mistakes } = examineSettings(process.env, 'dev')
if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
const profile = devProfile(config)
await runGateway(config, {
  ...profile,
  async prepare(app) {
    await profile.prepare(app)
    plantFailpoints(app.gateway)
  },
})

/** Every operation reaches both ports through this object. */
function plantFailpoints(gateway: Gateway): void {
  const { test, live } = gateway.acquirers
  const sandbox = test.byName.get('sandbox')
  if (sandbox === undefined) throw new Error('the sandbox has no acquirer')
  Object.assign(gateway, {
    storage: watched('storage', gateway.storage),
    acquirers: { test: onlyAcquirer(watched('acquirer', sandbox)), live },
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
        pass(`${name}:before`)
        const result = await method(...parameters)
        pass(`${name}:after`)
        return result
      }
    },
  })
}

/** Written before going on, so that the record outlives the process. */
function pass(name: FailpointName): void {
  writeSync(record, `${name}\n`)
  if (name !== deadly.name) return
  calls += 1
  if (calls < deadly.call) return
  writeSync(record, `${killedMark}${name}\n`)
  process.kill(process.pid, 'SIGKILL')
}
