/** The choice of language at the end of every page, which needs no script. */
import { languages } from '../../core/language.ts'
import { languageNames } from '../language/language-table.ts'
import { type Messages, withLocale } from '../messages.ts'

type Props = Readonly<{ messages: Messages }>

/** In an address, asks for the page on which a language is chosen. */
export const choosing = 'languages'

/** Beside the card form, where a list of all languages would be a thirtieth of the page. */
export function LanguageLink({ messages }: Props) {
  return (
    <p>
      <a href={withLocale(`?${choosing}`, messages.locale)}>
        {messages.text('footer.language')}: {languageNames[messages.locale as keyof typeof languageNames]}
      </a>
    </p>
  )
}

/** An option without a value sends its text: the language's own name, which is understood, too. */
export function LanguageForm({ messages }: Props) {
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
    </form>
  )
}
