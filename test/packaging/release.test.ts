/** A release starts only if nothing is wrong with its version, and the public CI does what .ci/run does. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type ReleaseState, readReleaseState, releaseProblems } from '../../build/release/release-problems.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const ready: ReleaseState = {
  versions: { 'package.json': '1.2.0', 'client/package.json': '1.2.0' },
  changelog: '# Changes\n\n## 1.2.0, 2027-01-31\n\n- New.\n\n## 1.1.0, 2026-12-01\n',
  changedFiles: '',
  tags: ['v1.1.0', ''],
  hasFixture: false,
}

describe('a release', () => {
  it('starts if there are no problems', () => {
    expect(releaseProblems(ready)).toEqual([])
  })

  it.each<readonly [string, Partial<ReleaseState>, RegExp]>([
    [
      'something that is not a version',
      { versions: { 'package.json': 'next' } },
      /"next" in package.json is not a version/,
    ],
    [
      'a package with another version',
      { versions: { ...ready.versions, 'client/package.json': '1.1.0' } },
      /^client\/package.json has version 1.1.0, but package.json has 1.2.0/,
    ],
    ['a section without a date', { changelog: '## 1.2.0, unreleased\n' }, /says "unreleased" for 1.2.0/],
    ['a missing section', { changelog: '## 1.1.0, 2026-12-01\n' }, /is for "1.1.0", not for 1.2.0/],
    ['a tag that exists', { tags: ['v1.2.0'] }, /The tag v1.2.0 already exists/],
    ['a fixture that exists', { hasFixture: true }, /already has 1.2.0/],
    ['uncommitted changes', { changedFiles: ' M src/main.ts\n' }, /uncommitted changes/],
  ])('is stopped by %s', (_, change, problem) => {
    expect(releaseProblems({ ...ready, ...change })).toContainEqual(expect.stringMatching(problem))
  })

  it('has one version in all packages of this repository', () => {
    const { versions } = readReleaseState(root)
    expect(new Set(Object.values(versions)).size).toBe(1)
  })
})

describe('the public CI', () => {
  const workflows = globSync('.github/workflows/*.yml', { cwd: root }).map(
    (file) => [file, readFileSync(join(root, file), 'utf8')] as const,
  )

  it('runs .ci/run on the oldest Node.js that can install the project', () => {
    const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const ci = workflows.find(([file]) => file.endsWith('/ci.yml'))?.[1] ?? ''
    expect(ci).toContain(`node-version: ${engines.node.replace('>=', '')}\n      - run: .ci/run\n`)
    expect(ci.match(/- run: .*/g)).toEqual(['- run: .ci/run'])
  })

  it.each(workflows)('%s is valid YAML of the kind that GitHub expects', (_, text) => {
    const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line))
    // Mappings and lists of two spaces: what YAML would read otherwise is not among them.
    for (const line of lines) expect(line).toMatch(/^(?: {2})*(?:- )?[\w-]+:(?: \S.*)?$/)
    const keys = lines.filter((line) => /^\w/.test(line)).map((line) => line.replace(/:.*/, ''))
    expect(keys).toEqual(expect.arrayContaining(['name', 'on', 'permissions', 'jobs']))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it.each(workflows)('%s pins actions to commits', (_, text) => {
    const actions = text.match(/uses: .*/g) ?? []
    expect(actions.length).toBeGreaterThan(0)
    for (const action of actions) expect(action).toMatch(/^uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+$/)
  })
})
