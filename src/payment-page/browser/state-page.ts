/** The script of the pages that wait or show a receipt. */
import { showLocalTimes } from './local-times.ts'
import { startPolling } from './polling.ts'
import { startPrinting } from './printing.ts'

startPolling()
startPrinting()
showLocalTimes()
