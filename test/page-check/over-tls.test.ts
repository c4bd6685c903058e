/** `verify-page` as a cron job runs it: the built program, over TLS, with an exit status that says what happened. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ListeningApp, openListeningApp } from '../api/listening-app.ts'
import { openPlace, type Place } from '../support/command-line.ts'
import { makeCertificate } from '../support/own-certificate.ts'
import { openTamperingProxy, type TamperingProxy } from './tampering-proxy.ts'

const origins = { apiUrl: 'https://api.example.com', payUrl: 'https://pay.example.com' }
let server: ListeningApp
let proxy: TamperingProxy
let place: Place
let trust: { NODE_EXTRA_CA_CERTS: string }

beforeAll(async () => {
  const certificate = makeCertificate('localhost')
  place = openPlace()
  trust = { NODE_EXTRA_CA_CERTS: join(place.folder, 'ca.pem') }
  writeFileSync(trust.NODE_EXTRA_CA_CERTS, certificate.cert)
  server = await openListeningApp(origins, origins)
  proxy = await openTamperingProxy(`http://127.0.0.1:${server.port}`, certificate)
})
afterAll(async () => {
  await proxy.close()
  await server.close()
  await place.close()
})

const verify = (settings = {}) =>
  place.run(['verify-page', `https://localhost:${proxy.port}/hpp/none`], settings)

it('passes with 0 what arrives as it was sent', async () => {
  expect(await verify(trust)).toMatchObject({ code: 0, stderr: '' })
})

it('reports with 3 what a proxy has taken away, a line for each difference', async () => {
  proxy.change((page) => {
    page.headers = page.headers.filter(([name]) => name !== 'strict-transport-security')
    page.html = page.html.replace('</body>', '<script>steal()</script></body>')
  })
  const { code, stdout } = await verify(trust)
  proxy.change(null)
  expect(code).toBe(3)
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'Header missing: strict-transport-security',
    expect.stringMatching(/^Script that is not in the inventory: sha256-\S{44}, 7 bytes, "steal\(\)"$/),
  ])
})

it('fails with 1 where nothing could be compared, and says why in one sentence', async () => {
  expect(await verify()).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `flowlix: The page at https://localhost:${proxy.port} could not be read: DEPTH_ZERO_SELF_SIGNED_CERT.\n`,
  })
})
