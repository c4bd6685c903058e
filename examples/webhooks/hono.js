import { serve } from '@hono/node-server'
import { verifyWebhook, WebhookVerificationError } from 'flowlix-client'
import { Hono } from 'hono'
import { remember, work } from './inbox.js'

const { PORT = '3000', FLOWLIX_WEBHOOK_SECRET = '' } = process.env
// While a secret is being replaced: both, with a space between them.
const secret = FLOWLIX_WEBHOOK_SECRET.split(' ')

const app = new Hono()
app.post('/webhooks', async (c) => {
  const payload = await c.req.text()
  const { headers } = c.req.raw
  try {
    remember(await verifyWebhook({ payload, headers, secret }))
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error
    return c.text(error.reason, 400)
  }
  setImmediate(work)
  return c.body(null, 204)
})
serve({ fetch: app.fetch, port: Number(PORT) })
