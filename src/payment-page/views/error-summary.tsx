/** All errors of a form in one place. */
import { type FieldErrors, fieldNames } from '../form.ts'
import type { Messages } from '../messages.ts'

/** At the top after a failed check: every problem once more, as a link to its field. Empty, it waits for the script. */
export function ErrorSummary({
  messages,
  errors,
  values,
}: Readonly<{ messages: Messages; errors: FieldErrors; values: Readonly<Record<string, string>> }>) {
  const entries = fieldNames.flatMap((name) => {
    const key = errors[name]
    return key === undefined ? [] : [{ name, key }]
  })
  const isCleared = [errors.number, errors.cvc].some((key) => key !== undefined && !key.endsWith('.empty'))
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
      {isCleared ? <p data-again>{messages.text('error.again')}</p> : null}
      <ul>
        {entries.map(({ name, key }) => (
          <li>
            <a href={`#${name}`}>{messages.text(key, values)}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
