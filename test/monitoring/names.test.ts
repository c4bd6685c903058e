/** The dashboard and the alert rules use only metrics, labels, and values that the gateway has. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readSourceFiles } from '../architecture/source-files.ts'
import { type MeasuredApp, openMeasuredApp } from '../metrics/measured-app.ts'
import type { Scrape } from '../metrics/scrape.ts'
import { payDirectly } from '../stories/payments.ts'
import {
  alertNames,
  dashboardExpressions,
  recordedNames,
  ruleExpressions,
  type Selector,
  selectorsIn,
} from './expressions.ts'

let app: MeasuredApp
let scrape: Scrape
beforeAll(async () => {
  app = await openMeasuredApp()
  const pool = { max: 10, open: 2, busy: 1, waiting: 0 }
  app.metrics.storageObserver.pool?.(() => pool)
  const report = JSON.stringify([{ type: 'csp-violation', body: { effectiveDirective: 'img-src' } }])
  const headers = { 'content-type': 'application/reports+json' }
  await fetch(`${app.url}/csp-report`, { method: 'POST', headers, body: report })
  for (const pan of ['4111111111111111', '4000000000000002']) await payDirectly(app.app, pan)
  // Requests are counted behind their responses, and garbage is collected when there is some.
  const names = ['flowlix_http_request_duration_seconds_count', 'nodejs_gc_duration_seconds_count']
  while (await lacks(names)) await fetch(`${app.url}/healthz?${'x'.repeat(1_000)}`)
  scrape = await app.scrape()
})
afterAll(() => app.close())

async function lacks(names: readonly string[]): Promise<boolean> {
  const now = await app.scrape()
  return names.some((name) => now.value(name) === null)
}

const all = [...dashboardExpressions(), ...ruleExpressions()]
const selectors = all.flatMap(selectorsIn)
/** What did not happen here, but can. */
const rare = ['503', 'refund_succeeded']
/** Prometheus adds these when it scrapes. */
const added: ReadonlySet<string> = new Set(['job', 'instance'])
const inCode = readSourceFiles('src')
  .map(({ text }) => text)
  .join('\n')

/** The labels of a metric that exists; null where there is none of this name. */
function labelsOf(metric: string): ReadonlySet<string> | null {
  if (metric === 'up' || recordedNames().includes(metric)) return new Set()
  const samples = scrape.named(metric)
  return samples.length === 0 ? null : new Set(samples.flatMap(({ labels }) => Object.keys(labels)))
}

function unknownValues({ metric, matchers }: Selector): readonly string[] {
  return matchers.flatMap(({ label, values }) => {
    if (added.has(label)) return []
    const seen = scrape.named(metric).map(({ labels }) => labels[label] ?? '')
    const isKnown = (value: string): boolean =>
      /[.*]/.test(value)
        ? [...seen, ...rare].some((one) => new RegExp(`^${value}$`).test(one))
        : seen.includes(value) || inCode.includes(`'${value}'`)
    return values.filter((value) => !isKnown(value)).map((value) => `${label}=${value}`)
  })
}

it('there are expressions to check, and every rule is read', () => {
  expect(dashboardExpressions().length).toBeGreaterThan(30)
  expect(alertNames().length).toBeGreaterThan(15)
  expect(recordedNames()).toHaveLength(3)
  expect(all.filter((expression) => selectorsIn(expression).length === 0)).toEqual([])
})

it('every metric exists', () => {
  const missing = selectors.filter(({ metric }) => labelsOf(metric) === null)
  expect(missing.map(({ place, metric }) => `${place}: ${metric}`)).toEqual([])
})

it('every label that is compared exists', () => {
  const missing = selectors.flatMap(({ place, metric, matchers }) =>
    matchers
      .filter(({ label }) => !added.has(label) && labelsOf(metric)?.has(label) === false)
      .map(({ label }) => `${place}: ${metric} has no ${label}`),
  )
  expect(missing).toEqual([])
})

it('every value that is compared can occur', () => {
  const missing = selectors.flatMap((one) => unknownValues(one).map((value) => `${one.place}: ${value}`))
  expect(missing).toEqual([])
})

it('every label that results are grouped by or named after exists', () => {
  const names = new Set(scrape.samples.flatMap(({ labels }) => Object.keys(labels)))
  const grouped = all.flatMap(({ place, promql }) =>
    [...promql.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
      list.split(',').map((label) => ({ place, label: label.trim() })),
    ),
  )
  const missing = grouped.filter(({ label }) => !names.has(label) && !added.has(label))
  expect(grouped.length).toBeGreaterThan(20)
  expect(missing).toEqual([])
})

it('a metric, a label, or a value that does not exist would be found', () => {
  const [wrong] = selectorsIn({ place: '', promql: 'flowlix_unsettld{part="attempt"}' })
  expect(labelsOf(wrong?.metric ?? '')).toBeNull()
  const [one] = selectorsIn({ place: '', promql: 'flowlix_unsettled{stat="unknwn"}' })
  expect(labelsOf(one?.metric ?? '')?.has('stat')).toBe(false)
  expect(one === undefined ? [] : unknownValues(one)).toEqual(['stat=unknwn'])
})
