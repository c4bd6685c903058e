/** Nobody in the simulation looks at deliveries or sends events again, so the memory storage need not be able to. */
import type { SendingStorage } from '../../src/sending-storage.ts'

function never(): Promise<never> {
  return Promise.reject(new Error('the memory storage cannot do this'))
}

export class WithoutSendings implements SendingStorage {
  readonly findDelivery = never
  readonly listDeliveries = never
  readonly listAttempts = never
  readonly addTestEvent = never
  readonly resendEvent = never
  readonly recoverDeliveries = never
}
