import express from 'express'
import { verifyWebhook, WebhookVerificationError } from 'flowlix-client'
import { remember, work } from './inbox.js'

const { PORT = '3000', FLOWLIX_WEBHOOK_SECRET = '' } = process.env
// While a secret is being replaced: both, with a space between them.
const secret = FLOWLIX_WEBHOOK_SECRET.split(' ')
// express.json() would parse the body, and no signature would match.
const raw = express.raw({ type: 'application/json' })

const app = express()
app.post('/webhooks', raw, async (request, response) => {
  const { body: payload, headers } = request
  try {
    remember(await verifyWebhook({ payload, headers, secret }))
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error
    response.status(400).send(error.reason)
    return
  }
  response.sendStatus(204)
  await work()
})
app.listen(Number(PORT))
