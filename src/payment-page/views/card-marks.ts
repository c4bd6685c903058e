/**
 * The brands' marks, drawn by us in their colors. Whoever operates the gateway replaces them with the schemes' official
 * files.
 */
import { raw } from 'hono/html'
import { networkName } from '../../card-brands/networks.ts'
import type { Network } from '../../core/card/card.ts'

/** In the order in which the page lists them. Every drawing fills 32 by 20. */
const drawings: Readonly<Record<Network, string>> = {
  cartes_bancaires: `<path fill="#0a4f8c" d="M0 0h32v20H0z"/><path fill="#15a05a" d="M0 14h32v6H0z"/>${word('CB', 'fill="#fff" font-size="12"', 18, 12.5)}`,
  bancontact:
    '<path fill="#1e3764" d="M4 4h15l-6 6H4z"/><path fill="#ffd800" d="M28 16H13l6-6h9z"/><path fill="#1e3764" d="M4 4h10L8 10H4z"/>',
  dankort: `<rect x="3" y="3" width="26" height="14" rx="7" fill="#e30f1b"/>${word('DK', 'fill="#fff" font-size="10"', 14, 13.5)}`,
  visa: word('VISA', 'fill="#1a1f71" font-style="italic" font-size="11"', 24, 14),
  mastercard: circles('#eb001b', '#ff5f00', '#f79e1b'),
  amex: `<path fill="#016fd0" d="M0 0h32v20H0z"/>${word('AMEX', 'fill="#fff" font-size="9"', 26, 13.2)}`,
  discover: `<path fill="#f47216" d="M32 11v9H14q12-3 18-9"/>${word('DISCOVER', 'fill="#111" font-size="6"', 28, 10)}`,
  diners:
    '<circle cx="16" cy="10" r="7" fill="#0079be"/><path fill="#fff" d="M14.5 5.5v9a5 5 0 0 1 0-9m3 0v9a5 5 0 0 0 0-9"/>',
  jcb: '<path stroke="#0b4ea2" d="M10.5 4v12"/><path stroke="#d2232a" d="M16 4v12"/><path stroke="#1f9c3a" d="M21.5 4v12"/>',
  unionpay:
    '<path fill="#e21836" d="M8 3h6l-3 14H5z"/><path fill="#00447c" d="M14 3h6l-3 14h-6z"/><path fill="#007b84" d="M20 3h7l-3 14h-7z"/>',
  maestro: circles('#eb001b', '#6c6bbd', '#00a2e5'),
}

/** The script copies the mark of the recognized brand into the number field, found by its label. */
export function cardMarks(accepted: readonly Network[]): ReturnType<typeof raw> {
  const shown = Object.entries(drawings).filter(([network]) => accepted.includes(network as Network))
  const marks = shown.map(([network, drawing]) =>
    mark(`role="img" aria-label="${networkName(network as Network)}"`, drawing),
  )
  return raw(marks.map((one) => `<li>${one}</li>`).join(''))
}

/** Where its name stands beside it. */
export function markOf(network: Network): ReturnType<typeof raw> {
  return raw(mark('aria-hidden="true"', drawings[network]))
}

function mark(role: string, drawing: string): string {
  return `<svg class="mark" viewBox="0 0 32 20" ${role}>${drawing}</svg>`
}

/** `width` keeps a word inside its mark in every font. */
function word(text: string, looks: string, width: number, baseline: number): string {
  return `<text x="16" y="${baseline}" textLength="${width}" ${looks}>${text}</text>`
}

function circles(left: string, both: string, right: string): string {
  return `<circle cx="13" cy="10" r="6" fill="${left}"/><circle cx="19" cy="10" r="6" fill="${right}"/><path fill="${both}" d="M16 4.8a6 6 0 0 1 0 10.4a6 6 0 0 1 0-10.4"/>`
}
