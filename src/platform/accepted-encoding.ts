/** Whether a client's Accept-Encoding header asks for a coding, by RFC 9110. */

/**
 * `*` stands for every coding that is not named, a weight of zero means "not this one", and the heavier of two accepted
 * codings wins. Without the header, the client may not understand any coding.
 */
export function acceptsEncoding(header: string | null, coding: 'gzip' | 'br'): boolean {
  if (header === null) return false
  const weights = new Map(header.toLowerCase().split(',').map(weightOf))
  const weight = weights.get(coding) ?? weights.get(`x-${coding}`) ?? weights.get('*') ?? 0
  const identity = weights.get('identity') ?? 0
  return weight > 0 && weight >= identity
}

function weightOf(item: string): [coding: string, weight: number] {
  const [coding = '', ...parameters] = item.split(';').map((part) => part.trim())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  if (weight === undefined) return [coding, 1]
  const number = Number(weight.slice('q='.length))
  return [coding, number >= 0 && number <= 1 ? number : 0]
}
