/** Every payment is what its events add up to, also in the middle of whatever a crash has left. */
import { verifyDatabase } from '../../src/storage/verify.ts'
import { databaseFile } from '../gateway-process.ts'

/** Sentences, one for each difference. */
export function checkChains(folder: string): readonly string[] {
  const { damage, differences } = verifyDatabase(`sqlite:${databaseFile(folder)}`)
  return [...damage, ...differences.map(({ paymentId, difference }) => `${paymentId}: ${difference}`)]
}
