/** Before the first test: builds the gateway if the sources are newer, so that any single test runs in a fresh clone. */
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildGateway, root } from '../../build/build-all.ts'

const bundle = 'dist/flowlix.js'
const assets = 'src/payment-page/assets.generated.ts'
const catalogs = 'src/payment-page/language/catalogs.generated.ts'
const samples = 'src/api-docs/samples.generated.ts'

export default async function buildBeforeTests(project: TestProject): Promise<void> {
  project.onTestsRerun(buildIfStale)
  await buildIfStale()
}

async function buildIfStale(): Promise<void> {
  const sources = globSync(
    ['src/**/*', 'build/*', 'examples/webhooks/*', 'package-lock.json', 'openapi*.json'],
    { cwd: root },
  )
  const newestMs = Math.max(...sources.filter((path) => !path.endsWith('.generated.ts')).map(changedAtMs))
  // A build that changes nothing in the generated files leaves them alone.
  const isMissing = [assets, catalogs, samples].some((path) => changedAtMs(path) === 0)
  if (isMissing || changedAtMs(bundle) < newestMs) await buildGateway()
}

/** 0 for a file that does not exist. */
function changedAtMs(path: string): number {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0
}
