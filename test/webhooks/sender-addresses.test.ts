/** Before each attempt, its URL is checked, and only what was checked is connected to. */
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { parseNetwork } from '../../src/platform/ip-address.ts'
import { nameResolver } from '../../src/webhooks/resolve-name.ts'
import { makeCertificate } from '../support/own-certificate.ts'
import { openDnsServer } from './dns-server.ts'
import { openRawReceiver, openReceiver } from './receiver.ts'
import { impatient, never, open, requestTo, senderOf } from './sending.ts'

const certificate = makeCertificate('localhost')

test.each([
  'http://10.0.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'https://[::ffff:127.0.0.1]/',
  'ftp://localhost/',
  'not a URL',
])('before each attempt, the URL is checked: %s', async (url) => {
  expect(await senderOf().send(requestTo(url), never)).toEqual({
    kind: 'failed',
    error: 'address_not_public',
  })
})

test('a name that leads to another address at the next question is sent to neither', async () => {
  const trap = await open(openReceiver((response) => response.end()))
  const dns = await open(openDnsServer((_, count) => (count === 0 ? ['127.0.0.2'] : ['127.0.0.1'])))
  const allowedNetworks = parseNetwork('127.0.0.2')
  if (allowedNetworks === null) throw new Error('not a network')
  const sender = senderOf({
    rules: { allowedNetworks: [allowedNetworks], resolve: nameResolver([dns.address]) },
  })
  const request = requestTo(`http://shop.example.com:${trap.port}/`)
  // The address that was checked is the one that is connected to, and there is nobody.
  expect(await sender.send(request, never)).toEqual({ kind: 'failed', error: 'connection_refused' })
  expect(await sender.send(request, never)).toEqual({ kind: 'failed', error: 'address_not_public' })
  expect(trap.received).toEqual([])
})

test('a name without an address, and a DNS server that says nothing, are errors of their own', async () => {
  const dns = await open(openDnsServer((name) => (name === 'silent.example' ? null : [])))
  const sender = senderOf({
    rules: { allowedNetworks: [], resolve: nameResolver([dns.address]) },
    ...impatient,
  })
  expect(await sender.send(requestTo('https://nobody.example/'), never)).toEqual({
    kind: 'failed',
    error: 'name_not_resolved',
  })
  expect(await sender.send(requestTo('https://silent.example/'), never)).toEqual({
    kind: 'failed',
    error: 'timed_out',
  })
})

test('behind a proxy, every connection is a tunnel to the name, which the proxy looks up', async () => {
  const receiver = await open(openReceiver((response) => response.end(), { certificate }))
  const asked: string[] = []
  const proxy = await open(
    openRawReceiver((socket) =>
      socket.once('data', (data) => {
        asked.push(data.toString().split('\r\n')[0] ?? '')
        const inner = connect(receiver.port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
        socket.pipe(inner).pipe(socket)
        inner.on('error', () => socket.destroy())
      }),
    ),
  )
  const options = { proxy: new URL(`http://127.0.0.1:${proxy.port}`), trusted: certificate.cert }
  const outcome = await senderOf(options).send(requestTo('https://localhost:4433/'), never)
  expect(outcome).toMatchObject({ kind: 'responded', statusCode: 200, excerpt: null })
  expect(asked).toEqual(['CONNECT localhost:4433 HTTP/1.1'])
})

test('a proxy that refuses a target is the same as an address that is not public', async () => {
  const proxy = await open(
    openRawReceiver((socket) => socket.once('data', () => socket.end('HTTP/1.1 407 No\r\n\r\n'))),
  )
  const options = { proxy: new URL(`http://127.0.0.1:${proxy.port}`) }
  expect(await senderOf(options).send(requestTo('https://localhost:4433/'), never)).toEqual({
    kind: 'failed',
    error: 'address_not_public',
  })
})

test('a URL is checked at once for who stores it, and returned as it will be sent to', async () => {
  expect(await senderOf().check('HTTP://LocalHost:3000/a/../b#c')).toEqual({
    kind: 'ok',
    href: 'http://localhost:3000/b',
  })
  expect(await senderOf().check('https://10.0.0.1/')).toMatchObject({
    kind: 'refused',
    error: 'address_not_public',
  })
})
