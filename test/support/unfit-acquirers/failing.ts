/** An acquirer's module whose acquirer cannot be made. */
export function createAcquirer(): never {
  throw new Error('no credentials\nand more lines')
}
