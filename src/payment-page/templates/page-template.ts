/** A page as it is for many payments, with room for what is one payment's own. */
import type { Holds } from '../headers.ts'
import { forgetMarks, piecesOf, type Slot } from './marks.ts'
import { withPhrases } from './phrases.ts'
import { SharedPart } from './shared-part.ts'

/** A string that is only on pages like this one. */
export type OwnText = Readonly<{ bytes: Buffer }>

export class PageTemplate {
  readonly pieces: readonly (OwnText | SharedPart | Slot)[]
  /** What the page's own policy must allow. */
  readonly holds: NonNullable<Holds>
  /** Pages of a kind are in the same language and look alike. */
  readonly kind: string

  /** `rendered` may contain marks, so call this right after rendering. */
  constructor(rendered: string, holds: NonNullable<Holds>, kind: string) {
    this.pieces = piecesOf(rendered)
      .flatMap((piece): readonly (string | SharedPart | Slot)[] =>
        typeof piece === 'string' ? withPhrases(piece) : [piece],
      )
      .map((piece) => (typeof piece === 'string' ? { bytes: Buffer.from(piece) } : piece))
    forgetMarks()
    this.holds = holds
    this.kind = kind
  }

  /** About how much memory it takes, without what it shares. */
  get bytesKept(): number {
    return this.pieces.reduce((sum, piece) => sum + pieceBytes + ownBytes(piece), 0)
  }
}

function ownBytes(piece: OwnText | SharedPart | Slot): number {
  return 'bytes' in piece && !(piece instanceof SharedPart) ? piece.bytes.length : 0
}

/** The objects around each piece. */
const pieceBytes = 150
