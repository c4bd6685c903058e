/**
 * The shop: a list of products, a button that creates a payment session and sends the customer to the hosted page, and
 * the page to which the customer returns. Only the gateway's response counts, never what the URL says.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
// In a project of your own: from 'flowlix-client'.
import { Flowlix, FlowlixError } from '../../client/src/flowlix.ts'
import { completeOrder } from './complete-order.ts'
import { type Order, openOrders } from './orders.ts'
import { gatewayTroublePage, notFoundPage, productsPage } from './pages.ts'
import { findProduct } from './products.ts'
import { sessionRequest } from './session-request.ts'
import { Webhooks } from './webhooks.ts'

export type ShopSettings = Readonly<{
  gatewayUrl: string
  gatewayKey: string
  /** `:memory:` for an order table that ends with the process. */
  databaseFile: string
  /** Where customers reach the shop; the gateway sends them back there. */
  shopUrl: string
  /** Of the webhook endpoint that leads to `/webhooks`; null if there is none. */
  webhookSecret: string | null
  /** What the shop's own staff should know. */
  log(line: string): void
}>

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const webhookBytesMax = 256_000
const css = readFileSync(new URL('./shop.css', import.meta.url), 'utf8')

export function createShop(settings: ShopSettings): { app: Hono; close(): Promise<void> } {
  const gateway = new Flowlix({ apiKey: settings.gatewayKey, baseUrl: settings.gatewayUrl })
  const orders = openOrders(settings.databaseFile)
  const { log, webhookSecret: secret } = settings
  const webhooks = secret === null ? null : new Webhooks({ gateway, orders, log, secret })
  const app = new Hono()

  app.use(async (c, next) => {
    await next()
    // No form-action here: browsers apply it to the redirect that leads from our form to the hosted page.
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'",
    )
    c.header('Referrer-Policy', 'no-referrer')
    c.header('X-Content-Type-Options', 'nosniff')
  })

  app.get('/shop.css', (c) => c.body(css, 200, { 'Content-Type': 'text/css; charset=utf-8' }))

  app.get('/', (c) => {
    c.header('Cache-Control', 'no-store')
    return c.html(productsPage(randomUUID))
  })

  /** The button contains the order's ID, so pressing it twice requests the same session and leads to the same page. */
  app.post('/checkout/pay', async (c) => {
    const form = await c.req.parseBody()
    const [item = '', orderId = ''] = String(form.order).split('.')
    const product = findProduct(item)
    if (product === null || !uuid.test(orderId)) return c.html(notFoundPage('This product'), 400)
    const order = orders.place(orderId, product, form.buyer === 'member' ? 'member' : 'guest')
    return startPayment(c, order)
  })

  /** Also after a payment that failed: then the order gets another one. */
  app.post('/checkout/:orderId/pay', (c) => {
    orders.reopen(c.req.param('orderId'))
    const order = orders.find(c.req.param('orderId'))
    return order === null ? c.html(notFoundPage('This order'), 404) : startPayment(c, order)
  })

  app.get('/checkout/:orderId/complete', async (c) => {
    c.header('Cache-Control', 'no-store')
    const order = orders.find(c.req.param('orderId'))
    if (order === null) return c.html(notFoundPage('This order'), 404)
    const { page, status } = await completeOrder(order, c.req.query('payment_id'), {
      gateway,
      orders,
      log: settings.log,
    })
    return c.html(page, status)
  })

  /** The signature is over the raw body, so nothing parses it first. */
  app.post('/webhooks', bodyLimit({ maxSize: webhookBytesMax }), async (c) => {
    if (webhooks === null) return c.text('This shop has no webhook secret.', 404)
    const status = await webhooks.receive(await c.req.text(), c.req.raw.headers)
    return c.text(status === 200 ? 'Received.' : 'The signature is not valid.', status)
  })

  app.notFound((c) => c.html(notFoundPage('This page'), 404))

  async function startPayment(c: Context, order: Order) {
    if (order.status !== 'open') return c.redirect(`/checkout/${order.id}/complete`, 303)
    if (order.hpp_url !== null) return c.redirect(order.hpp_url, 303)
    try {
      const { body, idempotencyKey } = sessionRequest(order, settings.shopUrl)
      const payment = await gateway.payments.createSession(body, { idempotencyKey })
      orders.attachPayment(order.id, payment.id, payment.redirect_url)
      return c.redirect(payment.redirect_url, 303)
    } catch (error) {
      if (!(error instanceof FlowlixError)) throw error
      settings.log(`order #${order.number}: no session (${error.status ?? 'no response'}): ${error.message}`)
      return c.html(gatewayTroublePage(order), 502)
    }
  }

  const close = async (): Promise<void> => {
    await webhooks?.close()
    orders.close()
  }
  return { app, close }
}
