/** For whatever needs none. Apart from what loads acquirers, which takes time. */
import type { OpenAcquirers } from './load-acquirers.ts'

export const noAcquirers: OpenAcquirers = () => ({ live: [], test: [] })
