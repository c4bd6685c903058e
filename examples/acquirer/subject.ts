/** How the contract's tests use the example: its test cards, and what they must be able to do at the acquirer. */
import type { Subject } from 'flowlix-acquirer-contract'
import { Ledger, pageSize, testPans } from './ledger.ts'
import { challengedReference, createAcquirer } from './memory-acquirer.ts'

export const subject: Subject = {
  name: 'the example acquirer',
  approvedPan: testPans.approved,
  declinedPan: testPans.declined,
  challengedPan: testPans.challenged,
  methodPan: testPans.identified,
  canSettle: true,
  canDisconnect: true,
  statementPageSize: pageSize,
  open: async () => {
    const ledger = new Ledger()
    return {
      acquirer: createAcquirer({ mode: 'test' }, ledger),
      passChallenge: async (challenge) => {
        ledger.passChallenge(challengedReference(challenge))
        return {}
      },
      settle: async () => ledger.settle(),
      finishRefunds: async () => ledger.payRefundsOut(),
      disconnect: async () => ledger.disconnect(),
      close: async () => {},
    }
  },
}
