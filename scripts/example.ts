/** `npm run example`: the built gateway and the example shop together; Ctrl-C stops both. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const gatewayPort = process.env.PORT ?? '4242'
const shopPort = process.env.SHOP_PORT ?? '4300'
const gatewayUrl = `http://localhost:${gatewayPort}`
const shopUrl = `http://localhost:${shopPort}`
const bundle = pathOf('../dist/flowlix.js')
/** The key of the local sandbox, as the shop uses it. */
const gatewayKey = 'fl_test_sk_abc123def456'
const readyWithinMs = 15_000

const running: ChildProcess[] = []
let isStopping = false

if (!existsSync(bundle)) throw new Error('the gateway is not built yet: run "npm run build" first')
// Whatever answers on a port that is taken would be mistaken for what is started here.
await requireFree(gatewayPort, 'PORT')
await requireFree(shopPort, 'SHOP_PORT')

process.once('SIGINT', () => stop(0))
process.once('SIGTERM', () => stop(0))

start([bundle, 'dev'], { PORT: gatewayPort })
await answering(`${gatewayUrl}/healthz`)
start([pathOf('../examples/shop/main.ts')], {
  PORT: shopPort,
  HOST: '127.0.0.1',
  SHOP_URL: shopUrl,
  GATEWAY_URL: gatewayUrl,
  ...(isStopping ? {} : { WEBHOOK_SECRET: await endpointSecret() }),
})
await answering(shopUrl)
if (!isStopping) {
  console.log(
    `\n  The gateway  ${gatewayUrl}\n  The shop     ${shopUrl}   <- open this one; Ctrl-C stops both\n`,
  )
}

async function requireFree(port: string, setting: string): Promise<void> {
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535)
    give(`${setting} must be a port from 1 to 65535.`)
  // A browser may take either for localhost.
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer().listen(Number(port), host)
    try {
      await once(server, 'listening')
    } catch (error) {
      // Not every machine has an address of version 6.
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') continue
      give(`Port ${port} is in use: stop the program that uses it, or set ${setting} to another one.`)
    }
    server.close()
    await once(server, 'close')
  }
}

function give(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

function start(args: readonly string[], environment: Readonly<Record<string, string>>): void {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: 'inherit' })
  // One without the other is of no use.
  child.once('exit', (code) => stop(code ?? 1))
  running.push(child)
}

type Endpoint = Readonly<{ id: string; url: string | null; secret: string | null }>

/** The endpoint that leads to the shop is created once, and its secret is replaced at each start, because nobody has kept it. */
async function endpointSecret(): Promise<string> {
  const url = `http://127.0.0.1:${shopPort}/webhooks`
  const { data } = await call<{ data: readonly Endpoint[] }>('GET', '?limit=100')
  const known = data.find((endpoint) => endpoint.url === url)
  const { secret } =
    known === undefined
      ? await call<Endpoint>('POST', '', { url, description: 'The example shop' })
      : await call<Endpoint>('POST', `/${known.id}/roll_secret`, { expires_in: 0 })
  return secret ?? ''
}

async function call<Body>(method: string, rest: string, body?: object): Promise<Body> {
  const response = await fetch(`${gatewayUrl}/v1/webhook_endpoints${rest}`, {
    method,
    headers: { authorization: `Bearer ${gatewayKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok)
    throw new Error(`the gateway has no webhook endpoint for the shop: ${await response.text()}`)
  return (await response.json()) as Body
}

async function answering(url: string): Promise<void> {
  const giveUpAtMs = performance.now() + readyWithinMs
  while (performance.now() < giveUpAtMs && !isStopping) {
    const answer = await fetch(url).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok === true) return
    await sleep(50)
  }
  if (!isStopping) throw new Error(`${url} does not answer`)
}

function stop(exitCode: number): void {
  if (isStopping) return
  isStopping = true
  const alive = running.filter((child) => child.exitCode === null && child.signalCode === null)
  for (const child of alive) child.kill('SIGTERM')
  void Promise.all(alive.map((child) => once(child, 'exit'))).then(() => process.exit(exitCode))
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}
