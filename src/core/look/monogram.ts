/** The tile that stands for a merchant without a logo: its initial on a color that stays the same for this merchant. */

/** White text on them has at least 5.6:1, and they have at least 3:1 with the page in light and in dark. */
const monogramColors = [
  '#b23f53',
  '#a94a2d',
  '#965900',
  '#796600',
  '#477300',
  '#007839',
  '#007563',
  '#007285',
  '#296aa7',
  '#4b5fc0',
  '#7d50bc',
  '#a5408c',
] as const

export function monogramColor(merchantId: string): string {
  let sum = 0
  for (const character of merchantId) sum = (sum * 31 + Number(character.codePointAt(0))) % 65_521
  return monogramColors[sum % monogramColors.length] as string
}

/** The first character as readers count it, with its accents. */
export function initial(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim())
  return (first?.segment ?? '').toUpperCase()
}
