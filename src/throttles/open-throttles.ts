/** The limits of a process, and how it shares what they count with the other nodes on its database. */
import { createHmac } from 'node:crypto'
import type { Storage } from '../ports/storage.ts'
import type { Clock, Log, Random } from '../ports/system.ts'
import { ReportExchange } from './report-exchange.ts'
import { noThrottles, type ThrottleSettings, Throttles } from './throttles.ts'

type Options = Readonly<{
  throttles: ThrottleSettings
  /** The operator's, and in no database. Without it, each node counts the declines of a card for itself. */
  nodeSecret?: string | null
}>

type Surroundings = Readonly<{
  storage: Pick<Storage, 'shared' | 'installationSecret'>
  installationId: string
  clock: Clock
  log: Log
  random: Random
}>

type Opened = Readonly<{
  throttles: Throttles
  /** Until the signal fires. */
  share(signal: AbortSignal): Promise<void>
}>

const keyBytes = 32

export async function openThrottles(
  { throttles: settings, nodeSecret = null }: Options,
  { storage, installationId, clock, log, random }: Surroundings,
): Promise<Opened> {
  const { shared } = storage
  if (shared === null || settings === noThrottles)
    return { throttles: new Throttles(settings, random.bytes(keyBytes)), share: async () => {} }
  const derived = (secret: string, use: string) =>
    createHmac('sha256', secret).update(`${installationId} ${use}`).digest()
  // Never from a secret in the database: who has both could find the cards by trying all numbers.
  const cardKey = nodeSecret === null ? random.bytes(keyBytes) : derived(nodeSecret, 'cards')
  const throttles = new Throttles(settings, cardKey, { isCardKeyShared: nodeSecret !== null })
  const reportSecret = nodeSecret ?? (await storage.installationSecret('node_reports'))
  const exchange = new ReportExchange({
    ...{ throttles, shared, clock, log },
    node: Buffer.from(random.bytes(16)).toString('hex'),
    key: derived(reportSecret, 'reports'),
    mode: settings.cardModes.join(),
  })
  return { throttles, share: (signal) => exchange.run(signal) }
}
