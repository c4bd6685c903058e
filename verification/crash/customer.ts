/** The campaigns' paying customer: the sandbox's own, on a real line. Every call throws when the gateway dies meanwhile. */
import { type ChallengeChoice, Customer as SandboxCustomer } from '../../src/sandbox-control/customer.ts'

export type { ChallengeChoice }

/** American Express prints four digits. */
export function testCode(pan: string): string {
  return pan.startsWith('3') ? '1234' : '123'
}

export class Customer {
  readonly #customer: SandboxCustomer

  constructor(gatewayUrl: string, paymentId: string, signal: AbortSignal) {
    this.#customer = new SandboxCustomer(gatewayUrl, paymentId, fetch, signal)
  }

  /** Presses "pay" so many times at once. False when the page asks for no card. */
  async pay(pan: string, presses: number, cvc = testCode(pan)): Promise<boolean> {
    // As a browser with scripts says it: then the bank wants to run its 3-D Secure method.
    const browser = 'en-US,24,1920,1080,-60'
    const fields = {
      number: pan,
      expiry: '12 / 40',
      cvc,
      name: 'Robin Berg',
      email: 'robin@example.com',
      browser,
    }
    return (await this.#customer.pay(fields, presses)).kind !== 'not_asked'
  }

  answerChallenge(choice: ChallengeChoice): Promise<boolean> {
    return this.#customer.answerChallenge(choice)
  }

  /** Presses "cancel and return". */
  async abandon(): Promise<void> {
    await this.#customer.leave()
  }
}
