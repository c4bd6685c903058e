/** When the nightly check of an acquirer does nothing. */
import type { BuiltInAcquirer } from '../../src/config/acquirer-names.ts'
import { neededSettings } from '../../src/config/acquirer-settings.ts'

/** Null if it must run. With some of the settings it runs as well, and fails with the names of the others. */
export function reasonToSkip(
  name: BuiltInAcquirer,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const names = neededSettings.test[name].map((setting) => setting.name)
  // A secret that the repository does not have is an empty string.
  if (names.some((setting) => environment[setting])) return null
  return `Nothing was tried at ${name}, because the repository has no secrets named ${names.join(', ')}.`
}
