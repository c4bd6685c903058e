/** Every PromQL expression in packaging/monitoring, ready to be asked: Grafana's variables are filled in. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type Expression = Readonly<{ place: string; promql: string }>
/** `values`: the alternatives of a matcher, some of them regular expressions. */
export type Selector = Readonly<{ metric: string; matchers: readonly Matcher[]; place: string }>
type Matcher = Readonly<{ label: string; values: readonly string[] }>

export const monitoringFile = (name: string): string =>
  fileURLToPath(new URL(`../../packaging/monitoring/${name}`, import.meta.url))
const read = (name: string): string => readFileSync(monitoringFile(name), 'utf8')

export function dashboardExpressions(): readonly Expression[] {
  const { panels } = JSON.parse(read('grafana-dashboard.json')) as {
    panels: readonly { title: string; targets?: readonly { expr: string }[] }[]
  }
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ place: title, promql: withVariables(expr) })),
  )
}

/** A rule has its name, and on a line of its own its expression. */
export function ruleExpressions(): readonly Expression[] {
  const rules = read('alerts.yaml').matchAll(/- (?:alert|record): (\S+)\n\s+expr: (.+)\n/g)
  return [...rules].map(([, place = '', promql = '']) => ({ place, promql }))
}

export const recordedNames = (): readonly string[] =>
  ruleExpressions().flatMap(({ place }) => (place.includes(':') ? [place] : []))

export const alertNames = (): readonly string[] =>
  ruleExpressions().flatMap(({ place }) => (place.includes(':') ? [] : [place]))

function withVariables(expression: string): string {
  return expression
    .replaceAll('"$instance"', '".*"')
    .replaceAll('"$mode"', '".*"')
    .replaceAll('$__rate_interval', '5s')
}

const selector = /\b((?:flowlix|process|nodejs)_\w+|flowlix:[\w:]+|up)\b(?:\{([^}]*)\})?/g
const matcher = /(\w+)=~?"([^"]*)"/g

export function selectorsIn({ place, promql }: Expression): readonly Selector[] {
  return [...promql.matchAll(selector)].map(([, metric = '', inside = '']) => ({
    place,
    metric,
    matchers: [...inside.matchAll(matcher)].map(([, label = '', said = '']) => ({
      label,
      values: said.split('|'),
    })),
  }))
}
