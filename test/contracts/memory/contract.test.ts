/** The memory storage of the simulation keeps the same contract as the real ones, or simulations would prove nothing. */
import { MemoryStorage } from '../../../verification/simulation/memory-storage.ts'
import { describeStorage } from '../storage/contract.ts'

describeStorage('memory', async () => {
  let byte = 0
  return { storage: new MemoryStorage({ bytes: (length) => Uint8Array.from({ length }, () => byte++) }) }
})
