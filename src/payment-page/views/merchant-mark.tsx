/** What stands for a merchant beside its name: its logo, or else its initial on a color of its own. */
import { accentOf } from '../../core/look/accent.ts'
import type { Logo } from '../../core/look/logo.ts'
import { initial, monogramColor } from '../../core/look/monogram.ts'
import type { Merchant } from '../../core/merchant.ts'
import { logoPath } from '../images.ts'

/** In CSS pixels: the height of all logos, and how wide they may become. */
const height = 40
const widthMax = 160

export function MerchantMark({ merchant }: Readonly<{ merchant: Merchant }>) {
  return merchant.logo === null ? <Monogram merchant={merchant} /> : <LogoImage logo={merchant.logo} />
}

/** The name is beside it, so the image has nothing to add to it. Its size is reserved before it arrives. */
function LogoImage({ logo }: Readonly<{ logo: Logo }>) {
  const scale = Math.min(height / logo.height, widthMax / logo.width)
  const [w, h] = [logo.width * scale, logo.height * scale].map((length) => Math.max(1, Math.round(length)))
  return <img class="logo" src={logoUrl(logo)} alt="" width={w} height={h} />
}

/** The colors are attributes of the drawing, because the page's policy allows no style attributes. */
function Monogram({ merchant }: Readonly<{ merchant: Merchant }>) {
  const { accentColor } = merchant
  const tile = accentColor ?? monogramColor(merchant.id)
  return (
    <svg class="monogram" viewBox="0 0 40 40" aria-hidden="true" color={tile}>
      <text x="20" y="27" fill={accentColor === null ? '#fff' : accentOf(accentColor).light.text}>
        {initial(merchant.name)}
      </text>
    </svg>
  )
}

export function logoUrl({ hash }: Logo): string {
  return `${logoPath}/${hash}`
}

/** Nearly as wide as it is high. */
export function isSquare({ width, height }: Logo): boolean {
  return Math.max(width, height) <= 1.25 * Math.min(width, height)
}
