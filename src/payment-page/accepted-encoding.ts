/** What a browser's Accept-Encoding says about gzip, which is all that we offer. */

/**
 * By RFC 9110: `*` speaks for what is not named, a weight of zero means "not this one", and between two that are
 * accepted the heavier one wins. Without the header, nothing is known to be understood.
 */
export function acceptsGzip(header: string | null): boolean {
  if (header === null) return false
  const weights = new Map(header.toLowerCase().split(',').map(weightOf))
  const gzip = weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0
  const identity = weights.get('identity') ?? 0
  return gzip > 0 && gzip >= identity
}

function weightOf(item: string): [coding: string, weight: number] {
  const [coding = '', ...parameters] = item.split(';').map((part) => part.trim())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  if (weight === undefined) return [coding, 1]
  const number = Number(weight.slice('q='.length))
  return [coding, number >= 0 && number <= 1 ? number : 0]
}
