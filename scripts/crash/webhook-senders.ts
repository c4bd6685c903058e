/** The crash campaign on gateways that deliver events. */
import { crashWebhooks, type WebhookCampaign } from '../../verification/crash/webhooks/campaign.ts'

/** Whether nothing was wrong. */
export async function crashWebhookSenders(campaign: WebhookCampaign): Promise<boolean> {
  const { events, requests, mistakes } = await crashWebhooks(campaign)
  for (const sentence of mistakes) console.error(sentence)
  console.log(`kills           ${campaign.kills}`)
  console.log(`events          ${events}`)
  console.log(`requests        ${requests}`)
  return mistakes.length === 0
}
