/** The crash campaign on gateways that deliver events. */
import { crashWebhooks } from '../../verification/crash/webhooks/campaign.ts'
import { PostgresServer } from '../../verification/postgres/server.ts'

type Options = Readonly<{ kills: number; seed: number; isOnPostgres: boolean }>

/** In a campaign of so many kills, each named point must have killed. */
const killsOfALongOne = 100

/** Whether nothing was wrong. */
export async function crashWebhookSenders({ kills, seed, isOnPostgres }: Options): Promise<boolean> {
  const server = isOnPostgres ? await PostgresServer.start() : null
  try {
    const databaseUrl = server?.url() ?? null
    const { events, requests, deaths, mistakes } = await crashWebhooks({ kills, seed, databaseUrl })
    const missed = Object.entries(deaths).filter(([, count]) => kills >= killsOfALongOne && count === 0)
    const sentences = [...mistakes, ...missed.map(([name]) => `no gateway died at the point ${name}`)]
    for (const sentence of sentences) console.error(sentence)
    console.log(`kills           ${kills}`)
    for (const [name, count] of Object.entries(deaths)) console.log(`  ${name.padEnd(14)}${count}`)
    console.log(`events          ${events}`)
    console.log(`requests        ${requests}`)
    return sentences.length === 0
  } finally {
    await server?.remove()
  }
}
