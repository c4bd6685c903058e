/** The URLs that deliveries may be sent to: every disguise of an inner address that is known, and every rule about a URL. */
import { afterEach, expect, test } from 'vitest'
import { parseNetwork } from '../../src/platform/ip-address.ts'
import { checkTarget, type Target, type TargetRules } from '../../src/webhooks/check-target.ts'
import { nameResolver } from '../../src/webhooks/resolve-name.ts'
import { type DnsServer, openDnsServer } from './dns-server.ts'

const never = new AbortController().signal
const networks = (...texts: readonly string[]) => texts.flatMap((text) => parseNetwork(text) ?? [])

const publicAddress = '93.184.216.34'
const rules: TargetRules = {
  allowedNetworks: [],
  isBehindProxy: false,
  resolve: async (name) => (name.endsWith('localhost') ? ['127.0.0.1', '::1'] : [publicAddress]),
}
const inside: TargetRules = { ...rules, allowedNetworks: networks('10.0.0.0/8', '127.0.0.0/8', '::1') }
const answering = (...addresses: readonly string[]): TargetRules => ({
  ...rules,
  resolve: async () => addresses,
})

function check(url: string, by: TargetRules = rules): Promise<Target> {
  return checkTarget(url, by, never)
}

let dns: DnsServer | null = null
afterEach(async () => {
  await dns?.close()
  dns = null
})

test.each([
  ['as it is', 'https://127.0.0.1/'],
  ['without zeros', 'https://127.1/'],
  ['as one number', 'https://2130706433/'],
  ['in hexadecimal', 'https://0x7f000001/'],
  ['in hexadecimal parts', 'https://0x7f.1/'],
  ['in octal', 'https://0177.0.0.1/'],
  ['as one octal number', 'https://017700000001/'],
  ['with full-width digits', 'https://１２７.0.0.1/'],
  ['with an ideographic full stop', 'https://127。0。0。1/'],
  ['in circled digits', 'https://①②⑦.⓪.⓪.①/'],
  ['percent-encoded', 'https://%31%32%37.0.0.1/'],
  ['with a soft hyphen', 'https://127.0.0.\u00AD1/'],
  ['in IPv6', 'https://[::1]/'],
  ['in long IPv6', 'https://[0:0:0:0:0:0:0:1]/'],
  ['mapped', 'https://[::ffff:127.0.0.1]/'],
  ['mapped in hexadecimal', 'https://[::ffff:7f00:1]/'],
  ['compatible', 'https://[::127.0.0.1]/'],
  ['by NAT64', 'https://[64:ff9b::127.0.0.1]/'],
  ['by 6to4', 'https://[2002:7f00:1::]/'],
  ['with another port', 'https://127.0.0.1:8443/'],
  ['behind tabs and line ends', 'ht\ttps://127.0.\n0.1/'],
  ['behind backslashes', 'https:\\\\127.0.0.1\\'],
])('loopback is refused %s: %s', async (_, url) => {
  expect(await check(url)).toMatchObject({ kind: 'refused', error: 'address_not_public' })
  expect((await check(url, { ...rules, isBehindProxy: true })).kind).toBe('refused')
})

test.each([
  ['private', 'https://10.0.0.1/'],
  ['private', 'https://192.168.0.1/'],
  ['link-local', 'https://169.254.169.254/latest/meta-data/'],
  ['link-local as a number', 'https://2852039166/'],
  ['link-local and mapped', 'https://[::ffff:a9fe:a9fe]/'],
  ['link-local', 'https://[fe80::1]/'],
  ['unique local', 'https://[fd00::1]/'],
  ['public, but no name', `https://${publicAddress}/`],
  ['public, but no name', 'https://[2606:4700::1111]/'],
])('an address that is %s is refused: %s', async (_, url) => {
  expect(await check(url)).toMatchObject({ kind: 'refused', error: 'address_not_public' })
})

test.each([
  ['not absolute', '/webhooks', /absolute/],
  ['not a URL', 'shop example', /absolute/],
  ['plain HTTP', 'http://shop.example.com/', /https/],
  ['another scheme', 'ftp://shop.example.com/', /https/],
  ['a file', 'file:///etc/passwd', /https/],
  ['a script', 'javascript:alert(1)', /https/],
  ['an address with a zone', 'https://[fe80::1%25eth0]/', /absolute/],
  ['one with a username', 'https://shop@example.com/', /username/],
  ['one with a password', 'https://:secret@example.com/', /username/],
  ['one whose host hides behind a username', 'https://example.com@127.0.0.1/', /username/],
  ['one with a period at the end of its host', 'https://shop.example.com./', /period/],
  ['one with a system port', 'https://shop.example.com:22/', /port/],
  ['one with port 0', 'https://shop.example.com:0/', /port/],
  ['one that is too long', `https://shop.example.com/${'a'.repeat(2_048)}`, /2048/],
  ['loopback by name', 'https://localhost/', /public/],
  ['loopback by a longer name', 'https://shop.localhost/', /public/],
])('a URL that is %s is refused', async (_, url, reason) => {
  const target = await check(url)
  expect(target.kind === 'refused' && target.reason).toMatch(reason)
})

test.each([
  ['https://shop.example.com/webhooks', 'https://shop.example.com/webhooks'],
  ['HTTPS://Shop.Example.com:443/a/../webhooks?a=1#part', 'https://shop.example.com/webhooks?a=1'],
  ['https://shop.example.com:8443/', 'https://shop.example.com:8443/'],
  ['https://töpferei.example/', 'https://xn--tpferei-90a.example/'],
])('%s is accepted, as %s', async (url, href) => {
  const target = await check(url)
  expect(target).toMatchObject({ kind: 'ok', addresses: [publicAddress], isPublic: true })
  expect(target.kind === 'ok' && target.url.href).toBe(href)
})

test.each([
  ['one private address', ['10.0.0.1']],
  ['a public and a private address', [publicAddress, '10.0.0.1']],
  ['a private address behind many public ones', [...Array<string>(30).fill(publicAddress), '10.0.0.1']],
  ['a public address and loopback in IPv6', [publicAddress, '::1']],
  ['a public address in disguise', ['::ffff:8.8.8.8']],
  ['the metadata service', ['169.254.169.254']],
])('a name that resolves to %s is refused', async (_, addresses) => {
  const target = await check('https://shop.example.com/', answering(...addresses))
  expect(target).toMatchObject({ kind: 'refused', error: 'address_not_public' })
  // Who asks is a merchant, and must not learn the map of the operator's network.
  for (const address of addresses) expect(JSON.stringify(target)).not.toContain(address)
})

test('the address of localhost that an operator has not opened is named', async () => {
  const half = (network: string) =>
    check('http://localhost:3000/', { ...rules, allowedNetworks: networks(network) })
  expect(await half('127.0.0.0/8')).toMatchObject({ reason: expect.stringContaining('the address ::1,') })
  expect(await half('::1')).toMatchObject({ reason: expect.stringContaining('the address 127.0.0.1,') })
})

test('a name without an address is refused', async () => {
  expect(await check('https://shop.example.com/', answering())).toMatchObject({
    kind: 'refused',
    error: 'name_not_resolved',
  })
})

test.each([
  ['an address in it by plain HTTP', 'http://10.0.0.5:3000/webhooks', ['10.0.0.5']],
  ['an address in it by HTTPS', 'https://10.0.0.5/', ['10.0.0.5']],
  ['loopback', 'http://127.0.0.1:3000/', ['127.0.0.1']],
  ['loopback in IPv6', 'http://[::1]:3000/', ['::1']],
  ['localhost', 'http://localhost:3000/', ['127.0.0.1', '::1']],
  ['plain HTTP at its own port', 'http://10.0.0.5/', ['10.0.0.5']],
])('an operator who has opened a network can have %s', async (_, url, addresses) => {
  expect(await check(url, inside)).toMatchObject({ kind: 'ok', addresses, isPublic: false })
})

test('an opened network is no permission for anything else', async () => {
  for (const url of [
    'http://192.168.0.1/',
    'http://shop.example.com/',
    `https://${publicAddress}/`,
    'http://169.254.169.254/',
  ])
    expect(await check(url, inside), url).toMatchObject({ kind: 'refused' })
  const mixed = { ...inside, resolve: async () => ['10.0.0.5', publicAddress] }
  expect(await check('http://shop.example.com/', mixed)).toMatchObject({ kind: 'refused' })
  expect(await check('https://shop.example.com/', mixed)).toMatchObject({ kind: 'ok', isPublic: false })
})

test('behind a proxy, names are not resolved, and only HTTPS is possible', async () => {
  const behind: TargetRules = {
    ...rules,
    isBehindProxy: true,
    resolve: () => Promise.reject(new Error('asked')),
  }
  expect(await check('https://shop.example.com/', behind)).toMatchObject({
    kind: 'ok',
    addresses: null,
    isPublic: false,
  })
  expect(await check('http://shop.example.com/', behind)).toMatchObject({ kind: 'refused' })
})

test('DNS is asked for both kinds of addresses, each time anew', async () => {
  dns = await openDnsServer((_, count) => (count === 0 ? [publicAddress, '2606:4700::1111'] : ['10.0.0.1']))
  const asking: TargetRules = { ...rules, resolve: nameResolver([dns.address]) }
  const first = await check('https://shop.example.com/', asking)
  expect(first.kind === 'ok' && first.addresses?.toSorted()).toEqual(
    ['2606:4700::1111', publicAddress].toSorted(),
  )
  expect(await check('https://shop.example.com/', asking)).toMatchObject({ kind: 'refused' })
  expect(dns.asked.toSorted()).toEqual(
    ['shop.example.com A', 'shop.example.com A', 'shop.example.com AAAA', 'shop.example.com AAAA'].toSorted(),
  )
})

test('DNS is never asked for localhost, whatever it would say', async () => {
  dns = await openDnsServer(() => [publicAddress])
  const asking: TargetRules = { ...rules, resolve: nameResolver([dns.address]) }
  for (const url of ['https://localhost/', 'https://a.localhost/'])
    expect(await check(url, asking)).toMatchObject({ kind: 'refused', error: 'address_not_public' })
  expect(dns.asked).toEqual([])
})

test('a DNS server that says nothing is given up when the time is over', async () => {
  dns = await openDnsServer(() => null)
  const ending = new AbortController()
  const checking = checkTarget(
    'https://shop.example.com/',
    { ...rules, resolve: nameResolver([dns.address]) },
    ending.signal,
  )
  await expect.poll(() => dns?.asked.length).toBe(2)
  ending.abort()
  expect(await checking).toMatchObject({ kind: 'refused', error: 'name_not_resolved' })
})
