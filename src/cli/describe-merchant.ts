/** A merchant for people: one line for each detail, the contrast of its color, and what live payments still need. */
import { accentOf, ratio, type Shade } from '../core/look/accent.ts'
import { type Merchant, missingForLive } from '../core/merchant.ts'
import { merchantFields } from './merchant-fields.ts'
import { showTime } from './read-time.ts'

/** `callbacks`: in which modes events are sent to the `callback_url` of payments. */
export function describeMerchant(merchant: Merchant, callbacks: string): readonly string[] {
  const lines = [
    ['id', merchant.id],
    ...Object.entries(merchantFields).flatMap(([option, field]) => [
      [option, shown(merchant[field.key])],
      ...(field.key === 'accentColor' ? shades(merchant.accentColor) : []),
    ]),
    ['deliver-callbacks', callbacks],
    ['created', showTime(merchant.createdAtMs)],
  ]
  const width = Math.max(...lines.map(([name = '']) => name.length))
  const missing = missingForLive(merchant)
  return [
    ...lines.map(([name = '', value]) => `${name.padEnd(width)}  ${value}`),
    ...(missing.length === 0 ? [] : [`Live payments need ${missing.join(', ')}.`]),
  ]
}

function shown(value: Merchant[keyof Merchant]): string {
  if (value === null) return '-'
  if (isList(value)) return value.join(', ')
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value !== 'object') return String(value)
  return `${value.type}, ${value.width} x ${value.height} pixels`
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value)
}

function shades(color: string | null): readonly (readonly string[])[] {
  if (color === null) return []
  const { light, dark } = accentOf(color)
  return [
    ['  in light', measured(light)],
    ['  in dark', measured(dark)],
  ]
}

function measured({ color, text, textRatio, panelRatio }: Shade): string {
  return `${color}, contrast ${ratio(panelRatio)} with the page, and ${ratio(textRatio)} with its ${text === '#ffffff' ? 'white' : 'black'} text`
}
