/** The acquirers of a gateway: those that are configured, and the sandbox, which opens its book when it is first needed. */
import type { SandboxOnDemand } from '../acquirers/sandbox/on-demand.ts'
import { acquirersByName, type ModeAcquirers } from '../operations/acquirer/acquirers.ts'
import type { Gateway } from '../operations/gateway.ts'
import type { Acquirer } from '../ports/acquirer.ts'
import type { AppOptions } from './options.ts'

type Options = Pick<AppOptions, 'liveAcquirers' | 'testAcquirers' | 'log' | 'metrics'>

export function acquirersOf(
  sandbox: SandboxOnDemand,
  { liveAcquirers, testAcquirers, log, metrics }: Options,
): Gateway['acquirers'] {
  const measured = (acquirer: Acquirer): Acquirer => metrics?.acquirer(acquirer) ?? acquirer
  const live = acquirersByName(liveAcquirers.map(measured))
  const configured = testAcquirers.map(measured)
  let test: ModeAcquirers | null = null
  const openTest = (): ModeAcquirers => acquirersByName([...configured, measured(sandbox.open().acquirer)])
  return {
    live,
    /** Payments that the sandbox has taken are finished by it, whoever takes the new ones. */
    get test() {
      try {
        test ??= openTest()
        return test
      } catch (error) {
        const cause = error instanceof Error ? error.message : 'fault'
        // Without its database, the sandbox is not an acquirer: no test payment begins that could not end.
        if (configured.length === 0) log.error({ cause }, "the sandbox acquirer's database cannot be opened")
        return acquirersByName(configured)
      }
    },
  }
}
