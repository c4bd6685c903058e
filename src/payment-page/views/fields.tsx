/** The form's fields: a visible label, a hint and an error in words, each tied to its input. */
import type { FieldErrors, FieldName } from '../form.ts'
import type { MessageKey, Messages } from '../messages.ts'

type FieldProps = Readonly<{
  messages: Messages
  name: FieldName
  label: MessageKey
  hint?: string
  autocomplete: string
  kind: 'digits' | 'text' | 'email'
  maxlength: number
  value?: string
  errors: FieldErrors
  example: string
}>

/** Browsers must not send what is typed to a spelling service; `false` as a word, which the JSX types do not know. */
const unhelped: object = { spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }

export function Field(props: FieldProps) {
  const { messages, name, errors, hint } = props
  const error = errors[name]
  return (
    <div class={`field field-${name}`}>
      <label for={name}>{messages.text(props.label)}</label>
      <span class="hint" id={`${name}-hint`}>
        {hint ?? ''}
      </span>
      <span class="control">
        <input
          id={name}
          name={name}
          type={props.kind === 'email' ? 'email' : 'text'}
          inputmode={props.kind === 'digits' ? 'numeric' : props.kind}
          dir={props.kind === 'text' ? 'auto' : 'ltr'}
          autocomplete={props.autocomplete}
          maxlength={props.maxlength}
          value={props.value ?? ''}
          required
          {...unhelped}
          aria-describedby={hint === undefined ? `${name}-error` : `${name}-hint ${name}-error`}
          aria-invalid={error === undefined ? 'false' : 'true'}
        />
        {name === 'number' ? <span class="brand" aria-hidden="true" data-brand /> : null}
      </span>
      <span class="error" id={`${name}-error`}>
        {error === undefined ? '' : messages.text(error, { example: props.example })}
      </span>
    </div>
  )
}

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
