/**
 * `npm run release`: checks that the version in package.json can be released, builds everything, keeps a database of this
 * version for the upgrade tests of later ones, and makes the commit and the tag. Nothing is published.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { root } from '../build/build-all.ts'
import { packageRelease } from '../build/package/package-release.ts'
import { fixtureName, readReleaseState, releaseProblems } from '../build/release/release-problems.ts'
import { makeFixture, writeFixture } from '../verification/release/fixture.ts'

const state = readReleaseState(root)
const problems = releaseProblems(state)
if (problems.length > 0) {
  console.error(problems.map((problem) => `- ${problem}`).join('\n'))
  process.exitCode = 2
} else {
  await release(state.versions['package.json'] ?? '')
}

async function release(version: string): Promise<void> {
  const handedOut = await packageRelease()
  const name = fixtureName(root, version)
  mkdirSync(dirname(name), { recursive: true })
  git('add', ...writeFixture(name, await makeFixture()))
  git('commit', '--quiet', '--message', `Release ${version}`)
  git('tag', '--annotate', `v${version}`, '--message', `Flowlix ${version}`)
  console.log(handedOut.map((file) => `release/${file}`).join('\n'))
  console.log(`\nVersion ${version} is tagged. To publish it: git push origin main v${version}`)
}

function git(...args: readonly string[]): void {
  execFileSync('git', args, { cwd: root, stdio: 'inherit' })
}
