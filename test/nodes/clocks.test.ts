/** Nodes whose machines' clocks are two hours apart, on one PostgreSQL database with its real time. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../src/platform/system-clock.ts'
import type { Clock } from '../../src/ports/system.ts'
import { session, type TestApp } from '../../verification/app/test-app.ts'
import { openTestNodes, type TestNodes } from '../../verification/app/test-nodes.ts'
import { direct, type PaymentView, read, view } from '../stories/payments.ts'

const hourMs = 3_600_000
let opened: TestNodes
let behind: TestApp
let ahead: TestApp

const wrong = (byMs: number): Clock => ({ ...systemClock, nowMs: () => Date.now() + byMs })

beforeEach(async () => {
  opened = await openTestNodes(2, (i) => ({
    clock: wrong(i === 0 ? -hourMs : hourMs),
    followsDatabase: true,
    settings: { sessionLifeMs: 1_500, attemptsMax: 1, authorizeTimeoutMs: 10_000, inquiryTimeoutMs: 2_000 },
  }))
  ;[behind, ahead] = opened.nodes as [TestApp, TestApp]
})

afterEach(() => opened.close())

const create = async (node: TestApp): Promise<PaymentView> =>
  view(node.call('POST', '/v1/payments/hpp', session))

const statusOf = async (node: TestApp, id: string): Promise<string> => (await read(node, id)).status

it('give payments the same time', async () => {
  for (const node of [behind, ahead]) {
    const { id } = await create(node)
    const createdAtMs = (await ahead.app.storage.findPayment(id))?.createdAtMs ?? 0
    expect(Math.abs(createdAtMs - Date.now())).toBeLessThan(5_000)
  }
})

it('keep a session open for its life, and end it then, whoever made it', async () => {
  const sessions = [await create(behind), await create(ahead)]
  for (const node of [ahead, behind]) await node.work()
  for (const { id } of sessions) expect(await statusOf(ahead, id)).toBe('pending')
  await sleep(1_600)
  await ahead.work()
  for (const { id } of sessions) expect(await statusOf(behind, id)).toBe('expired')
})

it("leave each other's running attempts alone", async () => {
  behind.app.sandbox.faults.answerDelayMs = 500
  const { id } = await view(behind.call('POST', '/v1/payments', direct()))
  await ahead.work()
  await behind.app.gateway.running.drained()
  const paid = await ahead.app.storage.findPayment(id)
  expect(paid?.ending?.kind).toBe('succeeded')
  expect(paid?.epoch).toBe(0)
})
