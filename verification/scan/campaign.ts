/**
 * A short life of the real gateway, as talkative as it can be, under marked cards: every test card, fresh numbers, card
 * data in wrong places, restarts and kills. Then everything that it has written and answered is looked through.
 *
 * Test cards' numbers are public and stand on the page and in the documents, so in answers only the fresh ones are
 * sought. Free texts of the merchant (description, metadata, reasons, keys) are kept as the merchant writes them and
 * get no card data here.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { testCards } from '../../src/core/card/test-cards.ts'
import { until } from '../crash/until.ts'
import { databaseFile, freePort, GatewayProcess } from '../gateway-process.ts'
import { payThroughLeakingAdapter } from './leaking-adapter.ts'
import { freshCard, type MarkedCard, marksOf, testCodes } from './marks.ts'
import { type Finding, scanFolder } from './scan-folder.ts'
import { Shoppers } from './shoppers.ts'

export type ScanResult = Readonly<{
  findings: readonly Finding[]
  requests: number
  /** Remove it when it is no longer needed. */
  folder: string
  /** Fresh ones, each sent in many ways. */
  cards: readonly MarkedCard[]
}>

const freshCount = 4

export async function scanCampaign(): Promise<ScanResult> {
  const folder = mkdtempSync(join(tmpdir(), 'flowlix-card-data-'))
  const written = join(folder, 'written')
  const answered = join(folder, 'answered')
  const leaked = join(folder, 'leaked')
  for (const one of [written, answered, leaked]) mkdirSync(one)
  const cards = Array.from({ length: freshCount }, freshCard)
  const testMarks = testCards.map(({ pan }) => ({
    pan,
    cvc: pan.startsWith('37') ? testCodes.long : testCodes.short,
  }))
  const port = await freePort()
  const shoppers = new Shoppers(`http://127.0.0.1:${port}`, join(answered, 'answers.txt'))
  const start = () => startGateway(written, port)
  try {
    const first = await start()
    await Promise.all(testMarks.map((card) => shoppers.payDirectly(card)))
    await first.kill()
    const second = await start()
    await Promise.all(testMarks.map((card) => shoppers.payOnPage(card)))
    await second.stop()
    const third = await start()
    for (const card of cards) {
      await shoppers.payOnPage(card)
      await shoppers.payDirectly(card)
      await shoppers.misplace(card)
    }
    await dieWithCardsOnTheirWay(shoppers, third, cards)
    const fourth = await start()
    // The worker finds out what the kill left in doubt, and writes about it.
    await until('no attempt is in doubt', () => attemptsInDoubt(written) === 0)
    await fourth.stop()
    await payThroughLeakingAdapter(leaked, cards)
  } catch (error) {
    throw new Error(`the campaign broke off; its files are in ${folder}`, { cause: error })
  }
  const findings = [
    ...[written, leaked].flatMap((one) => scanFolder(one, marksOf([...cards, ...testMarks]))),
    ...scanFolder(answered, marksOf(cards)),
  ]
  return { findings, requests: shoppers.requests, folder, cards }
}

function attemptsInDoubt(folder: string): number {
  const database = new DatabaseSync(databaseFile(folder), { readOnly: true })
  const row = database
    .prepare("select count(*) as n from attempts where state in ('sending', 'unknown')")
    .get()
  database.close()
  return Number(row?.n)
}

export function removeScan({ folder }: ScanResult): void {
  rmSync(folder, { recursive: true, force: true })
}

async function startGateway(folder: string, port: number): Promise<GatewayProcess> {
  const environment = { LOG_LEVEL: 'debug', WORKER_INTERVAL_MS: '50', SANDBOX_REFUND_MS: '200' }
  const gateway = new GatewayProcess({ folder, port, environment })
  await gateway.ready()
  return gateway
}

async function dieWithCardsOnTheirWay(
  shoppers: Shoppers,
  gateway: GatewayProcess,
  cards: readonly MarkedCard[],
): Promise<void> {
  const onTheirWay = Promise.allSettled(
    cards.flatMap((card) => [shoppers.payDirectly(card), shoppers.payOnPage(card)]),
  )
  await sleep(15)
  await gateway.kill()
  await onTheirWay
}
