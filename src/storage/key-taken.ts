/** Another request has used the idempotency key: thrown in a transaction, so that nothing of it remains. */
class KeyTaken extends Error {
  override name = 'KeyTaken'
}

export function refuseTakenKey(isKept: boolean): void {
  if (!isKept) throw new KeyTaken()
}

/** What the transaction returns, or that the key is taken. */
export function orKeyTaken<Result>(transaction: Promise<Result>): Promise<Result | 'idempotency_key_taken'> {
  return transaction.catch((error: unknown) => {
    if (error instanceof KeyTaken) return 'idempotency_key_taken'
    throw error
  })
}
