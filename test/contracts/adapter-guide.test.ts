/** The guide for adapters names everything that the tests ask about, and everything that an adapter is given. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const guide = readFileSync('docs/acquirers/write-one.md', 'utf8')

/** The members of a type, as they are written in its file. */
function membersOf(file: string, type: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  const body = text.slice(text.search(new RegExp(`(?:type|interface) ${type} `))).split(/\n\}/)[0] ?? ''
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, name]) => name ?? '')
}

/** They say for themselves what they are. */
const obvious = new Set(['name', 'amountMinor', 'currency', 'card', 'original'])

it.each([
  ['acquirer-contract/src/subject.ts', 'Subject'],
  ['acquirer-contract/src/subject.ts', 'OpenAcquirer'],
  ['acquirer-contract/src/port.ts', 'Acquirer'],
  ['acquirer-contract/src/port.ts', 'AcquirerCapabilities'],
  ['acquirer-contract/src/port.ts', 'AttemptTerms'],
  ['acquirer-contract/src/port.ts', 'RefundTerms'],
  ['acquirer-contract/src/port.ts', 'AuthorizeRequest'],
  ['src/core/reconciliation/statement.ts', 'StatementLine'],
])('in %s, %s has no member that the guide does not name', (file, type) => {
  const members = membersOf(file, type)
  expect(members.length).toBeGreaterThan(3)
  const missing = members.filter((name) => !obvious.has(name) && !new RegExp(`\`${name}\\b`).test(guide))
  expect(missing).toEqual([])
})
