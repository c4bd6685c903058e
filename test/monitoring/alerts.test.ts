/** Prometheus itself accepts the alert rules, and each of them fires when it should and only then. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cases, healthy, type Series } from './alert-cases.ts'
import { alertNames, monitoringFile } from './expressions.ts'

const hasPromtool = spawnSync('promtool', ['--version']).status === 0
if (!hasPromtool)
  console.warn('skipped: promtool is not installed, so the alert rules are not run (Debian: prometheus)')

const folder = mkdtempSync(join(tmpdir(), 'flowlix-alerts-'))
const firing = 'group by (alertname) (ALERTS{alertstate="firing"})'

function expecting(series: Series, alerts: readonly string[]) {
  return {
    interval: '1m',
    input_series: Object.entries({ ...healthy, ...series }).map(([name, values]) => ({
      series: name,
      values,
    })),
    promql_expr_test: [
      {
        expr: firing,
        eval_time: '44m',
        exp_samples: alerts.map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
      },
    ],
  }
}

function testRules(tests: readonly object[]) {
  const file = join(folder, 'tests.json')
  const rules = { rule_files: [monitoringFile('alerts.yaml')], evaluation_interval: '1m', tests }
  writeFileSync(file, JSON.stringify(rules))
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' })
  rmSync(file)
  return { status, output: stdout + stderr }
}

it('every alert has a case', () => {
  expect(Object.keys(cases)).toEqual(alertNames())
})

describe.skipIf(!hasPromtool)('the alert rules', () => {
  it('are valid, and so is the sample configuration', () => {
    const checked = spawnSync('promtool', ['check', 'config', monitoringFile('prometheus.yaml')])
    expect(String(checked.stderr) + String(checked.stdout)).toContain('SUCCESS: 27 rules found')
    expect(checked.status).toBe(0)
  })

  it('raise nothing while all is well, and each alert by its own sign alone', () => {
    const tests = Object.entries(cases).map(([alert, series]) => expecting(series, [alert]))
    expect(testRules([expecting({}, []), ...tests])).toMatchObject({ status: 0 })
  })

  it('would be reported if an alert were missing', () => {
    const { status, output } = testRules([expecting({}, ['FlowlixDown'])])
    expect(status).not.toBe(0)
    expect(output).toContain('FlowlixDown')
  })
})
