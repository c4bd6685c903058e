/** The memory storage of the simulation keeps the same contract as the real ones, or simulations would prove nothing. */
import { MemoryStorage } from '../../../verification/simulation/memory-storage.ts'
import { describeStorage } from '../storage/contract.ts'

describeStorage({
  name: 'memory',
  // It is one object in one process, has no statements, and its failures are those of the simulation.
  lacks: ['durability', 'raw access', 'failures'],
  open: async () => {
    let byte = 0
    return { storage: new MemoryStorage({ bytes: (length) => Uint8Array.from({ length }, () => byte++) }) }
  },
})
