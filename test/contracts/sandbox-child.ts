/** A process that authorizes without end and prints each reference once it is answered; made to be killed. */
import { writeSync } from 'node:fs'
import { openSandbox } from '../../src/acquirers/sandbox/sandbox-acquirer.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import { systemRandom } from '../../src/platform/system-random.ts'
import { authorization, noDeadline } from './acquirer-requests.ts'
import { quietLog } from './sqlite/database-file.ts'

const file = process.argv[2]
if (file === undefined) throw new Error('the book needs a file')
const { acquirer } = openSandbox({
  place: file,
  log: quietLog,
  clock: systemClock,
  random: systemRandom,
  bankUrl: 'http://localhost:4242',
  refundDelayMs: 1_000,
})

for (;;) {
  const request = authorization('4111111111111111')
  const { kind } = await acquirer.authorize(request, noDeadline())
  // Straight to the pipe: what the parent reads was answered before the kill.
  writeSync(1, `${request.reference} ${kind}\n`)
}
