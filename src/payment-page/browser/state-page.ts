/** The script of the pages that wait or show a receipt. */
import { startPolling } from './polling.ts'
import { startPrinting } from './printing.ts'

startPolling()
startPrinting()
