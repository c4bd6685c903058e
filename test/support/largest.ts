/** The largest values that the API takes, by the bytes that they take to store. */

/** Fifty members of 255 and 500 signs, each sign four bytes on the disk. */
export function largestMetadata(): Record<string, string> {
  const members = Array.from({ length: 50 }, (_, index) => {
    const name = `${index}`.padStart(2, '0')
    return [name + '🂡'.repeat(253), '🂡'.repeat(500)] as const
  })
  return Object.fromEntries(members)
}
