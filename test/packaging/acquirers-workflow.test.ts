/** The nightly workflow that tries real test accounts: what it may do, and which secrets each of its jobs gets. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { builtInAcquirers } from '../../src/config/acquirer-names.ts'
import { neededSettings } from '../../src/config/acquirer-settings.ts'
import { reasonToSkip } from '../../verification/acquirers/nightly-check.ts'

const workflow = readFileSync(new URL('../../.github/workflows/acquirers.yml', import.meta.url), 'utf8')
const [head = '', jobs = ''] = workflow.split('\njobs:\n')
const named = (name: string) => jobs.split(/^(?= {2}\w)/m).find((job) => job.startsWith(`  ${name}:\n`)) ?? ''
const namesOf = (name: (typeof builtInAcquirers)[number]) =>
  neededSettings.test[name].map((setting) => setting.name)

describe('the nightly check of the acquirers', () => {
  it('starts at night or by hand, never for a pull request, and may only read the sources', () => {
    expect(head).toContain(`
on:
  schedule:
    - cron: '17 3 * * *'
  workflow_dispatch:

permissions:
  contents: read
`)
    expect(workflow.match(/permissions:|pull_request|push:/g)).toEqual(['permissions:'])
  })

  it('has a job for each acquirer', () => {
    expect(jobs.match(/^ {2}\w+(?=:$)/gm)?.map((name) => name.trim())).toEqual([...builtInAcquirers])
  })

  it.each(builtInAcquirers)('gives the test credentials of %s to its check alone', (name) => {
    const job = named(name)
    const secrets = namesOf(name).map((secret) => `          ${secret}: \${{ secrets.${secret} }}\n`)
    expect(job.trimEnd()).toMatch(/ +[A-Z_]+: \S+ secrets\.\w+ }}$/)
    expect(job).toContain(
      `      - run: npm run --silent check-acquirer -- ${name}\n        env:\n${secrets.join('')}`.trimEnd(),
    )
    expect(job.match(/secrets\./g)).toHaveLength(secrets.length)
    expect(job).toContain('          persist-credentials: false\n')
  })

  it.each(builtInAcquirers)('says that it skips %s without secrets, as in a fork', (name) => {
    const empty = Object.fromEntries(namesOf(name).map((secret) => [secret, '']))
    for (const environment of [{}, empty]) {
      expect(reasonToSkip(name, environment)).toBe(
        `Nothing was tried at ${name}, because the repository has no secrets named ${namesOf(name).join(', ')}.`,
      )
    }
  })

  it.each(builtInAcquirers)('runs at %s with secrets, also with one that is left of them', (name) => {
    for (const secret of namesOf(name)) expect(reasonToSkip(name, { [secret]: 'given' })).toBeNull()
  })
})
