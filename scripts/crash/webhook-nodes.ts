/** The crash campaign on nodes that share a large outbox of webhooks. */
import { type NodeCampaign, sendFromNodes } from '../../verification/crash/webhooks/nodes.ts'
import { PostgresServer } from '../../verification/postgres/server.ts'

const [receivers, dead] = [50, 5]

type Nodes = Omit<NodeCampaign, 'databaseUrl' | 'receivers' | 'dead'>

/** Whether nothing was wrong. On a server of its own. */
export async function sendFromManyNodes(campaign: Nodes): Promise<boolean> {
  const server = await PostgresServer.start({ shared_buffers: '128MB', max_wal_size: '1GB' })
  try {
    const { mistakes, ...counted } = await sendFromNodes({
      ...{ ...campaign, receivers, dead },
      databaseUrl: server.url(),
    })
    for (const sentence of mistakes.slice(0, 20)) console.error(sentence)
    console.log(`nodes           ${campaign.nodes}`)
    console.log(`kills           ${campaign.kills}`)
    console.log(`receivers       ${receivers}, of them dead: ${dead}`)
    console.log(`events          ${campaign.events}`)
    console.log(`delivered       ${counted.delivered}`)
    console.log(`per second      ${Math.round(counted.perSecond)}`)
    console.log(`lost attempts   ${counted.lostAttempts}`)
    console.log(`duplicates      ${counted.duplicates}`)
    return mistakes.length === 0
  } finally {
    await server.remove()
  }
}
