/** An uncaught error ends the gateway, and reveals no card number. */
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openPlace } from '../support/command-line.ts'

const acquirer = fileURLToPath(new URL('../support/unfit-acquirers/leaking.ts', import.meta.url))

it('is logged with an alarm, and ends the process', async () => {
  const place = openPlace()
  await place.run(['init'])
  const gateway = await place.start('serve', { LIVE_ACQUIRER: acquirer })
  gateway.signal('SIGUSR2')
  const { code, stdout, stderr } = await gateway.finished
  await place.close()
  expect(code).toBe(1)
  expect(stderr).toBe('')
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    level: 'error',
    alarm: 'uncaught_fault',
    cause: 'Error',
    stack: expect.stringMatching(/no answer for \[card number\][\s\S]*leaking\.ts/),
  })
})
