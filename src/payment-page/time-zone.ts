/** The time zone in which a page writes times until its script knows the customer's. */

/** TypeScript does not know it yet. */
type LocaleWithZones = Intl.Locale & Readonly<{ getTimeZones(): readonly string[] | undefined }>

const zones = new Map<string, string>()

/** That of the merchant's country, if clocks show the same time everywhere in it; otherwise UTC. */
export function timeZoneOf(country: string | null): string {
  if (country === null) return 'UTC'
  const known = zones.get(country)
  if (known !== undefined) return known
  const locale = new Intl.Locale(`und-${country}`) as LocaleWithZones
  const zone = onlyZone(locale.getTimeZones() ?? []) ?? 'UTC'
  zones.set(country, zone)
  return zone
}

/** Null if the zones differ in summer or in winter. */
function onlyZone(names: readonly string[]): string | null {
  const times = new Set(names.map((name) => [0, 6].map((month) => offsetOf(name, month)).join()))
  return times.size === 1 ? (names[0] ?? null) : null
}

/** At the beginning of that month of a year, as text. */
function offsetOf(timeZone: string, month: number): string {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  return format.formatToParts(Date.UTC(2026, month)).find(({ type }) => type === 'timeZoneName')?.value ?? ''
}
