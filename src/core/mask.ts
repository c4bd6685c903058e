/** The last net under logs and error texts: what looks like a card number or a secret key is replaced. */
import { passesLuhn } from './card.ts'

/** Digits, possibly in groups; not part of a hexadecimal word. */
const digitRuns = /(?<![0-9a-f])[0-9]+(?:[ -][0-9]+)*(?![0-9a-f])/g
const secretKeys = /fl_(test|live)_sk_[A-Za-z0-9_]+/g

const panLengthMin = 13
const panLengthMax = 19

export function mask(text: string): string {
  return text.replace(digitRuns, maskRun).replace(secretKeys, 'fl_$1_sk_[masked]')
}

/**
 * A card number may stand beside other numbers, as before its expiry: every row of neighboring groups is tried, the
 * longest first.
 */
function maskRun(run: string): string {
  if (run.length < panLengthMin) return run
  // Groups at even places, what separates them at odd ones.
  const parts = run.split(/([ -])/)
  for (let start = 0; start < parts.length; start += 2) {
    const endMax = Math.min(parts.length, start + 2 * panLengthMax - 1)
    for (let end = endMax; end > start; end -= 2) {
      if (!isCardNumber(parts.slice(start, end))) continue
      const [separator = '', ...others] = parts.slice(end)
      return `${parts.slice(0, start).join('')}[card number]${separator}${maskRun(others.join(''))}`
    }
  }
  return run
}

function isCardNumber(parts: readonly string[]): boolean {
  const digits = parts.join('').replaceAll(/[ -]/g, '')
  return digits.length >= panLengthMin && digits.length <= panLengthMax && passesLuhn(digits)
}
