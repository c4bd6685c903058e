/** What was said and is no longer true, in sentences that begin with when it was noticed. */
import { WrongAnswer } from '../merchant.ts'

export class Lost {
  readonly sentences: string[] = []
  /** What the campaign is doing. */
  stage = 'start'

  note(sentence: string): void {
    this.sentences.push(`${this.stage}: ${sentence}`)
  }

  /** Throws what is no answer of a node. */
  noteWrong(error: unknown): void {
    if (!(error instanceof WrongAnswer)) throw error
    this.note(error.message)
  }
}
