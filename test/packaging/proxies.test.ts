/** The samples for nginx and Caddy, run as they are but for ports, folders, and certificates: a payment goes through. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Customer } from '../../src/sandbox-control/customer.ts'
import { freePort } from '../../verification/gateway-process.ts'
import { openPlace, type Place, type Process } from '../support/command-line.ts'

type Proxy = Readonly<{ port: number; log: string }>
type StartProxy = (folder: string, gatewayPort: number) => Promise<Proxy>

const isInstalled = (program: string): boolean => spawnSync(program, ['version']).error === undefined
const sample = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../packaging/proxy/${name}`, import.meta.url)), 'utf8')

const proxies: readonly (readonly [string, StartProxy])[] = [
  ['nginx', startNginx],
  ['caddy', startCaddy],
]

let place: Place
let running: ChildProcess[]

beforeEach(() => {
  place = openPlace()
  running = []
})
afterEach(async () => {
  for (const proxy of running) proxy.kill('SIGKILL')
  await place.close()
})

describe.each(proxies)('behind %s', (name, start) => {
  if (!isInstalled(name)) console.warn(`skipped: ${name} is not installed (Debian: apt-get install ${name})`)

  it.skipIf(!isInstalled(name))('a customer pays, and no form token is in its log', async () => {
    const { gateway, key } = await openGateway()
    const proxy = await start(place.folder, Number(new URL(gateway.url).port))
    const visit = visitThrough(proxy.port)
    const created = await untilUp(() => visit(createSession(key)))
    expect(created.status).toBe(201)
    expect(created.headers.get('strict-transport-security')).not.toBeNull()
    const { id, redirect_url } = (await created.json()) as { id: string; redirect_url: string }
    expect(redirect_url).toBe(`https://pay.example.com/hpp/${id}`)
    const tokens: string[] = []
    const customer = new Customer('https://pay.example.com', id, (request) => {
      const token = /\/hpp\/[^/]+\/pay\/(.+)$/.exec(request.url)?.[1]
      if (token !== undefined) tokens.push(token)
      return visit(request)
    })
    const paid = await customer.pay({ test_card: '4111111111111111', email: 'test@example.com' })
    expect(paid).toEqual({ kind: 'sent' })
    const headers = { authorization: `Bearer ${key}` }
    const read = await visit(new Request(`https://api.example.com/v1/payments/${id}`, { headers }))
    expect(await read.json()).toMatchObject({ status: 'succeeded' })
    const log = await untilLogged(proxy, 4)
    expect(tokens).toHaveLength(1)
    for (const token of tokens) expect(log).not.toContain(token)
  })
})

async function openGateway(): Promise<{ gateway: Process; key: string }> {
  // `serve` makes no database: production begins with these.
  await place.run(['init'])
  const created = await place.run(['merchants', 'create', '--name', 'Shop'])
  const merchant = /mer_[0-9a-z]+/.exec(created.stdout)?.[0] ?? ''
  const key = await place.run(['keys', 'create', '--merchant', merchant, '--mode', 'test'])
  const gateway = await place.start('serve', {
    API_URL: 'https://api.example.com',
    PAY_URL: 'https://pay.example.com',
    TRUSTED_PROXIES: '127.0.0.1',
  })
  return { gateway, key: /fl_test_sk_\w+/.exec(key.stdout)?.[0] ?? '' }
}

function createSession(key: string): Request {
  return new Request('https://api.example.com/v1/payments/hpp', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 2500, currency: 'eur', redirect_url: 'https://shop.example.com/' }),
  })
}

/** As a client whose name server leads it to the proxy. Its certificate is the test's own. */
function visitThrough(port: number): (request: Request) => Promise<Response> {
  return async (request) => {
    const { hostname, pathname, search } = new URL(request.url)
    const body = Buffer.from(await request.arrayBuffer())
    const options = {
      host: '127.0.0.1',
      port,
      servername: hostname,
      path: pathname + search,
      method: request.method,
      headers: {
        ...Object.fromEntries(request.headers),
        host: `${hostname}:${port}`,
        'content-length': body.length,
      },
      rejectUnauthorized: false,
      agent: false,
    } as const
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(options, (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () => {
          const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
            name,
            String(value),
          ])
          resolve(new Response(Buffer.concat(chunks), { status: incoming.statusCode ?? 0, headers }))
        })
      })
      outgoing.once('error', reject)
      outgoing.end(body)
    })
  }
}

async function untilUp<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => null)
    if (answer !== null) return answer
    await sleep(50)
  }
}

async function untilLogged(proxy: Proxy, lines: number): Promise<string> {
  for (;;) {
    const log = existsSync(proxy.log) ? readFileSync(proxy.log, 'utf8') : ''
    if (log.split('\n').length > lines) return log
    await sleep(50)
  }
}

function run(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env.PATH ?? '', ...environment }
  running.push(spawn(program, args, { env, stdio: 'ignore' }))
}

async function startNginx(folder: string, gatewayPort: number): Promise<Proxy> {
  const [port, log] = [await freePort(), join(folder, 'nginx.log')]
  const certificate = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'fullchain.pem')]
  const subject = ['-subj', '/CN=pay.example.com', '-days', '1']
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...certificate, ...subject]
  execFileSync('openssl', args, { stdio: 'ignore' })
  const server = sample('nginx.conf')
    .replace('127.0.0.1:4242', `127.0.0.1:${gatewayPort}`)
    .replace('listen 443 ', `listen 127.0.0.1:${port} `)
    .replaceAll('/etc/ssl/flowlix', folder)
    .replace('/var/log/nginx/flowlix.log', log)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const paths = temporary.map((kind) => `${kind}_temp_path ${join(folder, kind)};`).join('\n')
  const configuration = join(folder, 'nginx.conf')
  writeFileSync(
    configuration,
    `daemon off; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'nginx-errors.log')};
     events {}
     http { ${paths}\n${server} }`,
  )
  run('nginx', ['-c', configuration, '-p', folder])
  return { port, log }
}

async function startCaddy(folder: string, gatewayPort: number): Promise<Proxy> {
  const [port, log] = [await freePort(), join(folder, 'caddy.log')]
  const configuration = join(folder, 'Caddyfile')
  const site = sample('Caddyfile')
    .replace('127.0.0.1:4242', `127.0.0.1:${gatewayPort}`)
    .replace(
      'api.example.com, pay.example.com {',
      `api.example.com:${port}, pay.example.com:${port} {\n\ttls internal`,
    )
    .replace('log {', `log {\n\t\toutput file ${log}`)
  writeFileSync(
    configuration,
    `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n${site}`,
  )
  const home = join(folder, 'caddy-home')
  mkdirSync(home)
  run('caddy', ['run', '--config', configuration, '--adapter', 'caddyfile'], {
    HOME: home,
    XDG_DATA_HOME: home,
  })
  return { port, log }
}
