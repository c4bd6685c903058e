/** An approval in the sandbox acquirer's book that no attempt of ours has asked for, as seen after an older copy was restored. */
import type { TestApp } from '../../verification/app/test-app.ts'

type Book = TestApp['app']['sandbox']['book']

export function approveAtAcquirer(
  book: Book,
  reference: string,
  amountMinor: number,
): ReturnType<Book['authorize']> {
  const terms = {
    reference,
    amountMinor,
    currency: 'eur',
    returnUrl: 'https://shop.example',
    payee: 'Shop',
    methodNotificationUrl: 'https://pay.example',
    browser: null,
    network: null,
  } as const
  return book.authorize(terms, { outcome: { kind: 'approve' }, last4: '4242', country: null })
}
