/** Whichever long file is begun last keeps one worker busy while the others have nothing left to do. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take ten seconds or more, the longest first: a fresh clone has no durations of its own. */
const longest = [
  ...['browser/other-engines', 'browser/accessibility', 'browser/challenges', 'browser/paying'],
  ...['docs/in-a-browser', 'browser/mishaps', 'browser/other-languages', 'browser/results'],
  ...[
    'browser/through-stripe',
    'crash/crash',
    'simulation/mutants',
    'contracts/postgres/pooler',
    'fuzz/fuzz',
  ],
  ...['simulation/simulation', 'security/scan-card-data', 'cli/remote/listen', 'contracts/postgres/contract'],
  ...[
    'api/model',
    'crash/cluster',
    'cli/command-line',
    'http/slow-readers',
    'crash/webhooks',
    'nodes/frozen',
  ],
  'nodes/rolling-restart',
].map((name) => `/test/${name}.test.ts`)

export default class LongestFirst extends BaseSequencer {
  /** Project by project, as a worker goes on to the next file only within its project. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const projects = [...new Set(sorted.map(({ project }) => project))]
    return projects.flatMap((own) =>
      sorted.filter(({ project }) => project === own).toSorted((one, other) => rank(one) - rank(other)),
    )
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = longest.findIndex((file) => moduleId.endsWith(file))
  return at === -1 ? longest.length : at
}
