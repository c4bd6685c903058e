/** `npm run example` talks to what it has started, and to nothing that was there before. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from '../../verification/gateway-process.ts'

const script = fileURLToPath(new URL('../../scripts/example.ts', import.meta.url))
let other: Server
let taken: string

beforeEach(async () => {
  other = createServer((_, response) => response.end('something else')).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  taken = typeof address === 'object' && address !== null ? String(address.port) : ''
})
afterEach(async () => {
  other.closeAllConnections()
  await promisify(other.close.bind(other))()
})

it.each(['PORT', 'SHOP_PORT'])('a %s that is in use is reported in one sentence', async (setting) => {
  const free = { PORT: String(await freePort()), SHOP_PORT: String(await freePort()) }
  const env = { ...process.env, ...free, [setting]: taken }
  const refused = promisify(execFile)(process.execPath, [script], { env })
  await expect(refused).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: `Port ${taken} is in use: stop the program that uses it, or set ${setting} to another one.\n`,
  })
})

it('an invalid port is reported too', async () => {
  const refused = promisify(execFile)(process.execPath, [script], { env: { ...process.env, SHOP_PORT: 'x' } })
  await expect(refused).rejects.toMatchObject({
    code: 1,
    stderr: 'SHOP_PORT must be a port from 1 to 65535.\n',
  })
})
