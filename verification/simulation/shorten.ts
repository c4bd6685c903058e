/** Enough of a reference to tell it from others in a trace. */
export function shorten(reference: string): string {
  return `${reference.slice(9, 13)}..${reference.slice(-3)}`
}
