/** The alphabets of DEFLATE (RFC 1951, 3.2.5): bytes and lengths share one, distances have another. */

export const endOfBlock = 256
export const firstLengthSymbol = endOfBlock + 1
/** Literals, the end, and the lengths. */
export const literalSymbols = 286
export const distanceSymbols = 30
export const lengthMin = 3
export const lengthMax = 258
export const distanceMax = 32_768

/** `base`: the smallest value of each symbol. `extra`: how many bits follow it. */
type Ranges = Readonly<{ base: readonly number[]; extra: readonly number[] }>

export const lengths: Ranges = {
  base: [
    ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163],
    ...[195, 227, 258],
  ],
  extra: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
}

export const distances: Ranges = {
  base: [
    ...[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049],
    ...[3073, 4097, 6145, 8193, 12289, 16385, 24577],
  ],
  extra: [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13],
}

/** The symbol of every length, without the 257 before the first one. */
export const lengthSymbol = symbolOfEach(lengths, lengthMax)
export const distanceSymbol = symbolOfEach(distances, distanceMax)

function symbolOfEach({ base }: Ranges, max: number): Uint8Array {
  const symbols = new Uint8Array(max + 1)
  for (const [symbol, first] of base.entries()) symbols.fill(symbol, first)
  return symbols
}
