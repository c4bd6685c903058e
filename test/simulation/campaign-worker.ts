/** A thread that runs the ranges of seeds it is sent. */
import { parentPort } from 'node:worker_threads'
import { type Range, runRange } from './campaign.ts'

parentPort?.on('message', async (range: Range) => parentPort?.postMessage(await runRange(range)))
