/** The choice of language at the end of every page: a form, so that it needs no script. */
import { languages } from '../../core/language.ts'
import { languageNames } from '../language/language-table.ts'
import type { Messages } from '../messages.ts'

/**
 * An option without a value sends its text: the language's own name, which is understood, too. `clears`: the page has fields, which the page in the other language has empty. It says so.
 */
export function LanguageForm({ messages, clears }: Readonly<{ messages: Messages; clears: boolean }>) {
  return (
    <form method="get">
      <select name="locale" aria-label={messages.text('footer.language')}>
        {languages.map((code) => (
          <option lang={code} selected={code === messages.locale}>
            {languageNames[code]}
          </option>
        ))}
      </select>
      <button type="submit">{messages.text('footer.changeLanguage')}</button>
      {clears ? <p>{messages.text('footer.languageClears')}</p> : null}
    </form>
  )
}
