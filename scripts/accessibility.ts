/**
 * `npm run accessibility`: axe on every state of the payment page, in light and dark, in three widths and three languages.
 * `--only receipt` takes the states whose names contain this. Fails where axe finds something wrong, or cannot decide and
 * nobody has reviewed it.
 */
import '../verification/load-tsx.ts'
import { readOptions } from '../verification/read-options.ts'

const { values } = readOptions({ options: { only: { type: 'string', default: '' } } })

// Only now can modules with JSX be imported.
const { openTownForPages } = await import('../verification/browser/pages.ts')
const { auditAll } = await import('../verification/accessibility/run.ts')

const town = await openTownForPages()
try {
  const onPage = (state: string, language: string): void => console.log(`${language}: ${state}`)
  const { audits, violations, undecided } = await auditAll(town, { only: values.only, onPage })
  for (const violation of violations) console.log(`WRONG      ${violation}`)
  for (const finding of undecided) console.log(`UNDECIDED  ${finding}`)
  console.log(`${audits} audits, ${violations.length} violations, ${undecided.length} undecided`)
  process.exitCode = violations.length + undecided.length === 0 ? 0 : 1
} finally {
  await town.close()
}
