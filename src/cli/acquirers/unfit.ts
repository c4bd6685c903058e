/** An acquirer cannot be used: the rest of a sentence that begins with the setting that names it. */
export class Unfit extends Error {
  override name = 'Unfit'
}
