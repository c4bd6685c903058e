import { verifyWebhook, WebhookVerificationError } from 'flowlix-client'
import { remember, work } from './inbox.js'

const { FLOWLIX_WEBHOOK_SECRET = '' } = process.env
// While a secret is being replaced: both, with a space between them.
const secret = FLOWLIX_WEBHOOK_SECRET.split(' ')

export async function POST(request) {
  const payload = await request.text()
  const { headers } = request
  try {
    remember(await verifyWebhook({ payload, headers, secret }))
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error
    return new Response(error.reason, { status: 400 })
  }
  // If functions stop after the response, use after() from next/server.
  setImmediate(work)
  return new Response(null, { status: 204 })
}
