/** Maps what was kept of a machine's clock to database columns and back, for every engine. */
import type { ClockHistory, KeptClock } from '../../core/clock-history.ts'

export type ClockRow = Readonly<{ boot_id: string; stretches: string }>
/** JSON has no infinity. */
type StretchRow = readonly [fromMs: number | null, toMs: number | null, offsetMs: number]

export function stretchesOf(history: ClockHistory): string {
  return JSON.stringify(history.map(rowOf))
}

function rowOf({ fromMs, toMs, offsetMs }: ClockHistory[number]): StretchRow {
  return [fromMs, toMs, offsetMs]
}

export function clockOf({ boot_id: bootId, stretches }: ClockRow): KeptClock {
  const rows = JSON.parse(stretches) as readonly StretchRow[]
  const history = rows.map(([fromMs, toMs, offsetMs]) => ({
    fromMs: fromMs ?? -Infinity,
    toMs: toMs ?? Infinity,
    offsetMs,
  }))
  return { bootId, history }
}
