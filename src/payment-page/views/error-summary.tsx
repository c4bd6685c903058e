/** All errors of a form in one place. */
import type { FieldErrors } from '../form.ts'
import type { Messages } from '../messages.ts'

/** At the top after a failed check: every problem once more, as a link to its field. Empty, it waits for the script. */
export function ErrorSummary({
  messages,
  errors,
  example,
}: Readonly<{ messages: Messages; errors: FieldErrors; example: string }>) {
  const entries = Object.entries(errors)
  return (
    <div
      class="errors"
      role="alert"
      tabindex={-1}
      data-errors
      hidden={entries.length === 0}
      autofocus={entries.length > 0}
    >
      <h2>{messages.text('error.heading')}</h2>
      <ul>
        {entries.map(([name, key]) => (
          <li>
            <a href={`#${name}`}>{messages.text(key, { example })}</a>
          </li>
        ))}
      </ul>
      <p data-again>{messages.text('error.again')}</p>
    </div>
  )
}
