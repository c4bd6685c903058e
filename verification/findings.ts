/** What `flowlix verify` finds wrong with a database. */
import { verifyFile } from '../src/storage/verify-file.ts'

/** Sentences, one for each finding. */
export function findingsIn(file: string): readonly string[] {
  const { damage, differences } = verifyFile(file)
  return [...damage, ...differences.map(({ paymentId, difference }) => `${paymentId}: ${difference}`)]
}
