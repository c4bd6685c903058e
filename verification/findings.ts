/** What `flowlix verify` finds wrong with a database. */
import { verifyDatabase } from '../src/storage/verify.ts'

/** Sentences, one for each finding. */
export function findingsIn(file: string): readonly string[] {
  const { damage, differences } = verifyDatabase(`sqlite:${file}`)
  return [...damage, ...differences.map(({ paymentId, difference }) => `${paymentId}: ${difference}`)]
}
