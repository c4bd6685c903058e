/** Only http and https URLs may become links. */
export function webAddress(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  const protocol = URL.parse(text)?.protocol
  return protocol === 'https:' || protocol === 'http:' ? text : null
}
