/** What stands in the way of a release, in sentences. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type ReleaseState = Readonly<{
  /** By file, as far as they name a version. */
  versions: Readonly<Record<string, string | undefined>>
  changelog: string
  /** The output of `git status --porcelain`. */
  changedFiles: string
  tags: readonly string[]
  hasFixture: boolean
}>

export function readReleaseState(root: string): ReleaseState {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' })
  const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
  const { version } = json('package.json')
  return {
    versions: {
      'package.json': version,
      'client/package.json': json('client/package.json').version,
      'acquirer-contract/package.json': json('acquirer-contract/package.json').version,
      'examples/acquirer/package.json': json('examples/acquirer/package.json').dependencies[
        'flowlix-acquirer-contract'
      ],
      'openapi.json': json('openapi.json').info.version,
      'package-lock.json': json('package-lock.json').version,
    },
    changelog: readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
    changedFiles: git('status', '--porcelain'),
    tags: git('tag', '--list').split('\n'),
    hasFixture: existsSync(`${fixtureName(root, version)}.json`),
  }
}

/** Of the databases that the tests of later versions open, without an ending. */
export function fixtureName(root: string, version: string): string {
  return join(root, 'test/fixtures/releases', version)
}

/** In the order in which they are put right. */
export function releaseProblems(state: ReleaseState): readonly string[] {
  const version = state.versions['package.json'] ?? ''
  const others = Object.entries(state.versions).filter(([, other]) => other !== version)
  return [
    ...(/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version)
      ? []
      : [`"${version}" in package.json is not a version.`]),
    ...others.map(([file, other]) => `${file} has version ${other}, but package.json has ${version}.`),
    ...changelogProblems(state.changelog, version),
    ...(state.tags.includes(`v${version}`) ? [`The tag v${version} already exists.`] : []),
    ...(state.hasFixture ? [`test/fixtures/releases already has ${version}.`] : []),
    ...(state.changedFiles.trim() === ''
      ? []
      : ['There are uncommitted changes: commit or stash them first.']),
  ]
}

function changelogProblems(changelog: string, version: string): readonly string[] {
  const [, newest = '', date = ''] = /^## (\S+), (.+)$/m.exec(changelog) ?? []
  if (newest !== version)
    return [`The newest section of CHANGELOG.md is for "${newest}", not for ${version}.`]
  return /^\d{4}-\d\d-\d\d$/.test(date)
    ? []
    : [
        `CHANGELOG.md says "${date}" for ${version}: replace it with the date of the release, such as 2027-01-31.`,
      ]
}
