/** Prefix codes: short words for what is frequent, and no word longer than a limit. */

/** The lengths of the words, in bits, by Huffman's method. What has a count of 0 gets no word, and the length 0. */
export function codeLengths(counts: readonly number[], limit: number): Uint8Array {
  const lengths = huffmanLengths(counts)
  if (Math.max(...lengths) <= limit) return lengths
  // The less the counts differ, the less the lengths do.
  return codeLengths(
    counts.map((count) => Math.ceil(count / 2)),
    limit,
  )
}

type Node = Readonly<{ count: number; symbols: readonly number[] }>

function huffmanLengths(counts: readonly number[]): Uint8Array {
  const lengths = new Uint8Array(counts.length)
  const leaves: Node[] = counts
    .map((count, symbol) => ({ count, symbols: [symbol] }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => one.count - other.count)
  // A single word has a bit, too.
  if (leaves.length === 1) for (const symbol of leaves[0]?.symbols ?? []) lengths[symbol] = 1
  // Both queues are in order, so the two lightest nodes are at their heads.
  const joined: Node[] = []
  let [leaf, node] = [0, 0]
  const lightest = (): Node => {
    const [one, other] = [leaves[leaf], joined[node]]
    const isLeaf = other === undefined || (one !== undefined && one.count <= other.count)
    const found = isLeaf ? leaves[leaf++] : joined[node++]
    if (found === undefined) throw new Error('no symbol has a count')
    return found
  }
  for (let left = leaves.length; left > 1; left--) {
    const [one, other] = [lightest(), lightest()]
    const symbols = [...one.symbols, ...other.symbols]
    for (const symbol of symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1
    joined.push({ count: one.count + other.count, symbols })
  }
  return lengths
}

/** The words that belong to the lengths (RFC 1951, 3.2.2), with their first bit last, as they are written. */
export function codesOf(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length)
  let code = 0
  for (let length = 1; length <= Math.max(...lengths); length++) {
    for (const [symbol, its] of lengths.entries()) {
      if (its === length) codes[symbol] = reversed(code++, length)
    }
    code <<= 1
  }
  return codes
}

function reversed(code: number, length: number): number {
  let bits = 0
  for (let i = 0; i < length; i++) bits |= ((code >> i) & 1) << (length - 1 - i)
  return bits
}
