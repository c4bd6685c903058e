/** How the page writes a time. Its script writes it once more, in the customer's own zone. */
export const dateStyle = {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const
