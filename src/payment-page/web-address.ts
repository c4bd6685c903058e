/** Only http and https URLs may become links. */
export function webAddress(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  // Without the slashes, a browser would take it for a path of the page's own.
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null
}
