/** Starts the example shop: `node examples/shop/main.ts`. Settings come from the environment. */
import { serve } from '@hono/node-server'
import { createShop } from './shop.ts'

const { env } = process
const port = Number(env.PORT ?? 4300)
const host = env.HOST ?? '127.0.0.1'
const shopUrl = env.SHOP_URL ?? `http://localhost:${port}`
const gatewayUrl = env.GATEWAY_URL ?? 'http://localhost:4242'

const shop = createShop({
  gatewayUrl: gatewayUrl.replace(/\/$/, ''),
  // The key of the local sandbox. A real shop keeps its key outside its code.
  gatewayKey: env.GATEWAY_KEY ?? 'fl_test_sk_abc123def456',
  databaseFile: env.SHOP_DATABASE ?? ':memory:',
  shopUrl,
  webhookSecret: env.WEBHOOK_SECRET ?? null,
  log: (line) => console.log(`shop: ${line}`),
})

const server = serve({ fetch: shop.app.fetch, port, hostname: host }, () => {
  console.log(`The shop is open at ${shopUrl}; it pays through ${gatewayUrl}.`)
})

function stop(): void {
  server.close(async () => {
    await shop.close()
    process.exit(0)
  })
  if ('closeIdleConnections' in server) server.closeIdleConnections()
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
