/** The last net under logs and error texts: what looks like a card number or a secret key is replaced. */
import { passesLuhn } from './card.ts'

/** 13 to 19 digits, possibly in groups; not part of a longer run of digits or of a hexadecimal word. */
const digitRuns = /(?<![0-9a-f])[0-9](?:[ -]?[0-9]){12,18}(?![0-9a-f])/g
const secretKeys = /fl_(test|live)_sk_[A-Za-z0-9_]+/g

export function mask(text: string): string {
  return text
    .replace(digitRuns, (run) => (passesLuhn(run.replaceAll(/[ -]/g, '')) ? '[card number]' : run))
    .replace(secretKeys, 'fl_$1_sk_[masked]')
}
