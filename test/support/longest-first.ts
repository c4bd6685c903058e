/** Whichever long file is begun last keeps one worker busy while the others have nothing left to do. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const longest = [
  'test/simulation/mutants.test.ts',
  'test/browser/other-engines.test.ts',
  'test/browser/accessibility.test.ts',
  'test/browser/challenges.test.ts',
  'test/crash/crash.test.ts',
  'test/fuzz/fuzz.test.ts',
]

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((file) => moduleId.endsWith(file))
      return at === -1 ? longest.length : at
    }
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}
