/** The marks of the accepted cards are part of the page, and light. */
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { brandLooks } from '../../src/card-brands/brand-table.ts'
import { brands } from '../../src/core/card/card.ts'
import { cardMarks } from '../../src/payment-page/views/card-marks.ts'

const html = cardMarks(brands).toString()

describe('the card marks', () => {
  it('show every brand that the page recognizes', () => {
    const labels = [...html.matchAll(/aria-label="([^"]+)"/g)].map((match) => match[1])
    expect(labels.toSorted()).toEqual(
      Object.values(brandLooks)
        .map(({ name }) => name)
        .toSorted(),
    )
  })

  it('show no brand that the merchant does not accept', () => {
    const shown = cardMarks(['maestro', 'visa']).toString()
    expect([...shown.matchAll(/aria-label="([^"]+)"/g)].map((match) => match[1])).toEqual(['Visa', 'Maestro'])
  })

  it('weigh at most 2 kB in all as sent, and load nothing', () => {
    expect(deflateRawSync(html).length).toBeLessThanOrEqual(2_000)
    expect(html).not.toMatch(/href|url\(| style=/)
  })
})
