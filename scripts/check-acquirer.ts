/**
 * `npm run check-acquirer -- stripe`: `flowlix acquirer check`, as the nightly workflow runs it. Where none of the acquirer's
 * settings is there, such as in a fork, it says so and succeeds.
 */
import { runChild, runtimeFlags } from '../bin/runtime.js'
import { buildGateway } from '../build/build-all.ts'
import { builtInAcquirers } from '../src/config/acquirer-names.ts'
import { reasonToSkip } from '../verification/acquirers/nightly-check.ts'

const [text = ''] = process.argv.slice(2)
const name = builtInAcquirers.find((candidate) => candidate === text)
if (name === undefined) {
  console.error(`check-acquirer: the acquirer must be ${builtInAcquirers.join(' or ')}.`)
  process.exit(2)
}
const reason = reasonToSkip(name, process.env)
if (reason === null) {
  const gateway = await buildGateway()
  runChild(process.execPath, [...runtimeFlags(), gateway, 'acquirer', 'check', name, '--skip-challenge'])
} else {
  // GitHub shows it on the page of the run.
  console.log(`::notice title=Skipped::${reason}`)
}
