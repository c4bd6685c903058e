/** Lines of theirs about money of other installations, and about attempts of ours at other accounts. */
import { attemptReference, refundReference } from '../../src/core/attempt/reference.ts'
import type { Payment } from '../../src/core/payment/payment.ts'
import { given } from './situations.ts'
import { authorization, type BookRow, refundId, refundOf } from './statement-lines.ts'

const ours = authorization('approved')
const expectOtherAccount = ['other_account, person, 1000']

/** The same payment's references, as another installation would have made them. */
const elsewhere = { reference: attemptReference('0ther000', given.opened.id, 1) }
const elsewhereAgain = { reference: attemptReference('0ther000', given.opened.id, 2) }
const backElsewhere = refundOf(400, {
  reference: refundReference('0ther000', refundId),
  originalReference: elsewhere.reference,
})

const otherInstallationRows: readonly BookRow[] = [
  ...(['approved', 'pending', 'challenged'] as const).map(
    (state): BookRow => [
      `another installation's authorization, ${state}`,
      given.opened,
      [authorization(state, elsewhere)],
      ['another_installation, person, 1000'],
    ],
  ),
  ...(['declined', 'reversed'] as const).map(
    (state): BookRow => [
      `another installation's authorization, ${state}`,
      given.opened,
      [authorization(state, elsewhere)],
      [],
    ],
  ),
  [
    "another installation's refund, counted with its authorization",
    given.succeeded,
    [ours, authorization('approved', elsewhere), backElsewhere],
    ['another_installation, person, 600'],
  ],
  [
    'all of it refunded by another installation',
    null,
    [authorization('approved', elsewhere), { ...backElsewhere, amountMinor: 1_000 }],
    [],
  ],
  [
    "another installation's refund, its authorization is older",
    given.succeeded,
    [ours, backElsewhere],
    ['another_installation, person, 400'],
  ],
  [
    "another installation's refund of they do not say what",
    null,
    [{ ...backElsewhere, originalReference: null }],
    ['another_installation, person, 400'],
  ],
  [
    "another installation's authorization that names an earlier one, beside that one",
    null,
    [
      authorization('approved', elsewhere),
      authorization('approved', { ...elsewhereAgain, originalReference: elsewhere.reference }),
    ],
    ['another_installation, person, 1000', 'another_installation, person, 1000'],
  ],
  [
    "another installation's failed refund, its authorization is older",
    given.succeeded,
    [ours, { ...backElsewhere, state: 'failed' }],
    [],
  ],
  [
    'a refund made by hand of what another installation has taken',
    given.succeeded,
    [ours, { ...backElsewhere, reference: 'by-hand-1' }],
    ['another_installation, person, 400'],
  ],
]

/** The payment, as if its attempts had been made at another account, with this handle. */
function elsewhereAt(payment: Payment, handle: string | null): Payment {
  const attempts = payment.attempts.map((attempt) => ({ ...attempt, account: 'acct_1', handle }))
  return { ...payment, attempts }
}

const theirHandle = authorization('approved', { handle: 'pi_1' })

const otherAccountRows: readonly BookRow[] = [
  ['our attempt is at another account', elsewhereAt(given.succeeded, null), [ours], expectOtherAccount],
  [
    'our attempt is at another account, with the same handle',
    elsewhereAt(given.succeeded, 'pi_1'),
    [theirHandle],
    expectOtherAccount,
  ],
  [
    'our attempt is at another account, with another handle',
    elsewhereAt(given.succeeded, 'pi_2'),
    [theirHandle],
    ['double, person, 1000'],
  ],
  [
    'our attempt is at another account, with another ID',
    elsewhereAt(given.succeeded, null),
    [authorization('approved', { acquirerTransactionId: 'tx2' })],
    ['double, person, 1000'],
  ],
  [
    'our attempt is at another account, and only it has a handle',
    elsewhereAt(given.succeeded, 'pi_2'),
    [ours],
    expectOtherAccount,
  ],
  [
    'our attempt is at another account, and only their line has a handle',
    elsewhereAt(given.succeeded, null),
    [theirHandle],
    expectOtherAccount,
  ],
  ['our declined attempt is at another account', elsewhereAt(given.failed, null), [ours], expectOtherAccount],
  [
    'our attempt at another account, and the payment is open',
    elsewhereAt(given.unknown, null),
    [ours],
    ['only_theirs, wait, 1000'],
  ],
  [
    'our refund is at another account',
    elsewhereAt(given.refundSucceeded, null),
    [ours, refundOf(400, { reference: 'refund1-reference' })],
    ['other_account, person, 600', 'other_account, person, 400'],
  ],
]

export const elsewhereRows: readonly BookRow[] = [...otherInstallationRows, ...otherAccountRows]
