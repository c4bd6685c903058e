/** Metrics of the log: alarms, security events, broken page rules, and lines that were lost. */
import { closeSync, mkdtempSync, openSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { alarms } from '../../src/metrics/log-metrics.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { createLog } from '../../src/platform/log.ts'
import { LogSink } from '../../src/platform/log-sink.ts'
import { securityEvent } from '../../src/security-event.ts'
import { readSourceFiles, withoutComments } from '../architecture/source-files.ts'
import { openMeasuredApp } from './measured-app.ts'
import { scrapeOf } from './scrape.ts'

function measuredLog() {
  const metrics = createMetrics('1.2.3')
  const lines: string[] = []
  const log = metrics.log(
    createLog({ level: 'warn', mask: (line) => line, write: (line) => lines.push(line) }),
  )
  return { metrics, log, lines, scrape: async () => scrapeOf(await metrics.read()) }
}

it('lines are counted by level, also those below the level that is written', async () => {
  const { log, lines, scrape } = measuredLog()
  log.info({}, 'one')
  log.warn({}, 'two')
  log.warn({}, 'three')
  expect(lines).toHaveLength(2)
  const all = await scrape()
  const counts = ['debug', 'info', 'warn', 'error'].map((level) =>
    all.value('flowlix_log_lines_total', { level }),
  )
  expect(counts).toEqual([0, 1, 2, 0])
})

it('an alarm is counted by its name, and damage to the database is remembered', async () => {
  const { log, scrape } = measuredLog()
  expect((await scrape()).value('flowlix_database_damaged')).toBe(0)
  log.error({ alarm: 'clock_jumped' }, 'it jumped')
  log.error({ alarm: 'database_damaged', detail: 'page 7' }, 'damaged')
  const all = await scrape()
  expect(all.value('flowlix_alarms_total', { alarm: 'clock_jumped' })).toBe(1)
  expect(all.value('flowlix_alarms_total', { alarm: 'card_testing' })).toBe(0)
  expect(all.value('flowlix_database_damaged')).toBe(1)
})

it('every alarm that the gateway can raise has a counter from the start', () => {
  const literal = readSourceFiles('src').flatMap(({ text }) =>
    [...withoutComments(text).matchAll(/\balarm: '(\w+)'/g)].map(([, name = '']) => name),
  )
  // These two are named by their events, and dropped lines are counted where they are dropped.
  const raised = new Set([...literal, 'attempt_set_aside', 'refund_set_aside'])
  expect(raised).toEqual(new Set([...alarms, 'log_lines_dropped']))
})

it('a security event is counted by its name, and nothing of it becomes a label', async () => {
  const { log, metrics, scrape } = measuredLog()
  securityEvent(log, 'authentication_failed', { address: '192.0.2.1', object: 'GET', requestId: 'req_1' })
  expect((await scrape()).value('flowlix_security_events_total', { event: 'authentication_failed' })).toBe(1)
  expect(await metrics.read()).not.toMatch(/192\.0\.2\.1|req_1/)
})

it('reports of browsers are counted by directive', async () => {
  const app = await openMeasuredApp()
  const report = (directive: string) => ({ type: 'csp-violation', body: { effectiveDirective: directive } })
  const body = JSON.stringify([report('img-src'), report('img-src'), report('https://evil.example/')])
  const headers = { 'content-type': 'application/reports+json' }
  expect((await fetch(`${app.url}/csp-report`, { method: 'POST', headers, body })).status).toBe(204)
  const scrape = await app.scrape()
  expect(scrape.value('flowlix_csp_reports_total', { directive: 'img-src' })).toBe(2)
  expect(scrape.value('flowlix_csp_reports_total', { directive: 'other' })).toBe(1)
  expect(scrape.named('flowlix_csp_reports_total')).toHaveLength(2)
  await app.close()
})

it('a line that the log cannot take is counted when it is lost', async () => {
  const { metrics, scrape } = measuredLog()
  const file = openSync(join(mkdtempSync(join(tmpdir(), 'flowlix-log-')), 'log'), 'w')
  const sink = new LogSink(file, {
    waitingBytesMax: 25,
    droppedLine: () => '',
    onDropped: metrics.lineDropped,
  })
  for (let i = 0; i < 5; i++) sink.write('ten bytes\n')
  expect((await scrape()).value('flowlix_log_lines_dropped_total')).toBe(3)
  closeSync(file)
})
