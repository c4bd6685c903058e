/** A real Prometheus scrapes a real gateway: it answers every expression of the dashboard and of the alert rules. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentedTestKey } from '../../src/api/documented-key.ts'
import { freePort } from '../../verification/gateway-process.ts'
import { openPlace, type Place, type Process } from '../support/command-line.ts'
import { alertNames, dashboardExpressions, monitoringFile, ruleExpressions } from './expressions.ts'

type Answer = Readonly<{
  status: string
  error?: string
  warnings?: readonly string[]
  data?: Readonly<{ result: readonly unknown[] }>
}>

const isInstalled = spawnSync('prometheus', ['--version']).status === 0
if (!isInstalled)
  console.warn('skipped: Prometheus is not installed, so no expression is asked (Debian: prometheus)')

/** These need a live acquirer, PostgreSQL, or something that did not happen. */
const mayBeEmpty: ReadonlySet<string> = new Set([
  'Refunds',
  'Database connections (PostgreSQL)',
  'Broken page rules, as browsers report them',
  'Enumeration ratio over a day',
  'flowlix:enumeration_ratio:1d',
])

let place: Place
let gateway: Process
let prometheus: ChildProcess
let url: string

async function start(): Promise<void> {
  place = openPlace()
  const [metricsPort, port] = [await freePort(), await freePort()]
  gateway = await place.start('dev', { METRICS_PORT: String(metricsPort) })
  const config = readFileSync(monitoringFile('prometheus.yaml'), 'utf8')
    .replaceAll('15s', '1s')
    .replace('127.0.0.1:9464', `127.0.0.1:${metricsPort}`)
    .replace('alerts.yaml', monitoringFile('alerts.yaml'))
  const file = join(place.folder, 'prometheus.yaml')
  writeFileSync(file, config)
  url = `http://127.0.0.1:${port}`
  const data = `--storage.tsdb.path=${join(place.folder, 'prometheus')}`
  const listening = `--web.listen-address=127.0.0.1:${port}`
  prometheus = spawn('prometheus', [`--config.file=${file}`, data, listening, '--log.level=error'], {
    stdio: 'ignore',
  })
}

async function ask(path: string): Promise<Answer> {
  return (await (await fetch(url + path)).json()) as Answer
}

const query = (promql: string): Promise<Answer> => ask(`/api/v1/query?query=${encodeURIComponent(promql)}`)

function post(path: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${documentedTestKey}`, 'content-type': 'application/json' }
  return fetch(gateway.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function pay(number: string): Promise<void> {
  const card = { number, exp_month: 12, exp_year: 2030, cvc: '123', holder_name: 'Alex' }
  await post('/v1/payments', { amount: 2500, currency: 'eur', card })
}

describe.skipIf(!isInstalled)('Prometheus', () => {
  beforeAll(async () => {
    await start()
    const rates = `rate(flowlix_payment_events_total{event="attempt_declined"}[5s]) > 0`
    const recorded = 'flowlix:acquirer_unknown_ratio:5m'
    for (;;) {
      for (const pan of ['4111111111111111', '4000000000000002', '4000000000001976']) await pay(pan)
      await sleep(250)
      const answers = await Promise.all([rates, recorded].map(query)).catch(() => [])
      if (answers.length > 0 && answers.every(({ data }) => (data?.result.length ?? 0) > 0)) break
    }
  })
  afterAll(async () => {
    prometheus.kill('SIGKILL')
    await place.close()
  })

  it.each([...dashboardExpressions(), ...ruleExpressions()].map((one) => [one.place, one.promql]))(
    'answers %s: %s',
    async (name, promql) => {
      const { status, error, warnings, data } = await query(promql)
      expect([status, error, warnings]).toEqual(['success', undefined, undefined])
      const isAlert = alertNames().includes(name)
      if (!isAlert && !mayBeEmpty.has(name)) expect(data?.result).not.toEqual([])
    },
  )

  it('finds nothing wrong with the rules when it evaluates them, and the gateway healthy', async () => {
    const { data } = (await ask('/api/v1/rules')) as unknown as Readonly<{
      data: { groups: readonly { rules: readonly { name: string; health: string; state?: string }[] }[] }
    }>
    const rules = data.groups.flatMap(({ rules: own }) => own)
    expect(rules).toHaveLength(ruleExpressions().length)
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([])
    expect(rules.filter(({ state }) => state === 'firing').map(({ name }) => name)).toEqual([])
  })
})
