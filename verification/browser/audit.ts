/** What an automatic check can find wrong with a page in its present window. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** `violations` are wrong; `incomplete` is what axe cannot decide, and a person has to. Each is a rule and an element. */
export type Audit = Readonly<{ violations: readonly string[]; incomplete: readonly string[] }>

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const runAxe = `axe.run({ runOnly: ${JSON.stringify(tags)}, rules: { 'target-size': { enabled: true } } })
  .then(({ violations, incomplete }) => {
    const told = (results) => results.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html.slice(0, 200)))
    return { violations: told(violations), incomplete: told(incomplete) }
  })`

/** The page's context must bypass its content security policy, which forbids scripts from outside such as axe. */
export async function audit(page: Page): Promise<Audit> {
  if (!(await page.evaluate<boolean>('Boolean(globalThis.axe)'))) await page.evaluate(axe)
  // At its own place on the page, the line that sticks to the window covers nothing.
  await page.evaluate(`document.querySelector('.soon')?.scrollIntoView({ block: 'start' })`)
  const { violations, incomplete } = await page.evaluate<Audit>(runAxe)
  const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  const sideways = tooWide > 0 ? [`the page scrolls sideways by ${tooWide} px`] : []
  return { violations: [...violations, ...sideways], incomplete }
}
