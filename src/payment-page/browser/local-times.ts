/** The server does not know where the customer is, so times are written once more, in the customer's zone. */
import { dateStyle } from '../date-style.ts'

export function showLocalTimes(): void {
  const { lang } = document.documentElement
  // In another language, the browser's dates would stand out.
  if (Intl.DateTimeFormat.supportedLocalesOf(lang).length === 0) return
  const format = new Intl.DateTimeFormat(lang, dateStyle)
  for (const time of document.querySelectorAll('time'))
    time.textContent = format.format(new Date(time.dateTime))
}
