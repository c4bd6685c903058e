/** A stand-in for Stripe on this machine. */
import { Desk } from '../stand-in/desk.ts'
import { type StandIn, startStandIn } from '../stand-in/stand-in-server.ts'
import { type BookOptions, StripeBook } from './stripe-book.ts'

export type StripeStandIn = StandIn & Readonly<{ book: StripeBook; secretKey: string }>

export async function startStripe(
  options: Partial<BookOptions> & Readonly<{ port?: number }> = {},
): Promise<StripeStandIn> {
  const secretKey = 'sk_test_standIn'
  const book = new StripeBook({ nowMs: Date.now, livemode: false, secretKey, ...options })
  const { port } = options
  const standIn = await startStandIn({
    desk: new Desk((request) => book.answer(request)),
    ...(port !== undefined && { port }),
  })
  book.url = standIn.url
  return { ...standIn, book, secretKey: options.secretKey ?? secretKey }
}
