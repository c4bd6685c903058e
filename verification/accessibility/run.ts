/** Audits every page in every window, in light and dark, and in three languages. */
import { audit } from '../browser/audit.ts'
import { pages } from '../browser/pages.ts'
import type { Town } from '../browser/town.ts'
import { languages, schemes } from '../gallery/looks.ts'
import { isReviewed } from './reviewed.ts'

/** CSS pixels: the narrowest window that WCAG asks for, a phone, and a desktop. */
export const widths = [320, 390, 1280] as const
const height = 844

export type Report = Readonly<{
  audits: number
  /** Each with where it was found. */
  violations: readonly string[]
  /** Undecided by axe, and not in the list of what was reviewed. */
  undecided: readonly string[]
}>

type Run = Readonly<{
  /** Only states whose name contains this. */
  only: string
  onPage(state: string, language: string): void
}>

/** `town`: one for all pages. */
export async function auditAll(town: Town, { only, onPage }: Run): Promise<Report> {
  const report = { audits: 0, violations: [] as string[], undecided: [] as string[] }
  for (const language of languages) {
    for (const [state, [, open]] of Object.entries(pages)) {
      if (!state.includes(only)) continue
      onPage(state, language)
      const context = await town.browser.newContext({ bypassCSP: true, locale: language })
      const page = await context.newPage()
      await open(town, page)
      for (const width of widths) {
        await page.setViewportSize({ width, height })
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme })
          const { violations, incomplete } = await audit(page)
          const where = `${state}, ${language}, ${width} px, ${colorScheme}`
          report.audits++
          report.violations.push(...violations.map((found) => `${where}: ${found}`))
          const open = incomplete.filter((found) => !isReviewed(found))
          report.undecided.push(...open.map((found) => `${where}: ${found}`))
        }
      }
      await context.close()
    }
  }
  return report
}
