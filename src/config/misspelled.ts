/** Finds environment variables that look like misspelled settings. */

/** From this length on, a name has no innocent neighbors within two changes. */
const longName = 10
const changesMax = 2

/** The setting that was probably meant, or null. */
export function meantBy(name: string, known: readonly string[]): string | null {
  return known.find((setting) => setting !== name && isNear(name, setting)) ?? null
}

/** API_URL has neighbors like APP_URL, so in short names only swapped letters and lost underscores count. */
function isNear(name: string, known: string): boolean {
  const limit = known.length >= longName ? changesMax : 0
  return isWithin(name, known, limit) || lettersOf(name) === lettersOf(known)
}

function lettersOf(name: string): string {
  return [...name.replaceAll('_', '')].sort().join('')
}

/** Whether at most `limit` insertions, deletions, replacements, and swaps of neighbors turn `a` into `b`. */
function isWithin(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false
  let beforeLast: readonly number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwap ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    beforeLast = last
    last = row
  }
  return (last[b.length] ?? 0) <= limit
}
