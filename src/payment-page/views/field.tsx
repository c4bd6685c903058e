/** One field: a visible label, a hint and an error in words, each tied to its input. */
import type { FieldErrors, FieldName } from '../form.ts'
import type { MessageKey, Messages } from '../messages.ts'

export type FieldProps = Readonly<{
  messages: Messages
  name: FieldName
  label: MessageKey
  hint?: string
  /** It stands elsewhere. */
  hintId?: string
  autocomplete: string
  kind: 'digits' | 'text' | 'email'
  maxlength: number
  isFocused?: boolean
  isOptional?: boolean
  /** Its key sends the form. */
  isLast?: boolean
  value?: string
  /** Nothing is wrong, but what was entered before is gone. */
  ask?: MessageKey | null
  errors: FieldErrors
  /** For messages. */
  values: Readonly<Record<string, string>>
}>

/** Browsers must not send what is typed to a spelling service. The JSX types do not know `false` as a string. */
const unhelped: object = { spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }

export function Field(props: FieldProps) {
  const { messages, name, errors, hint } = props
  const hintId = hint === undefined ? props.hintId : `${name}-hint`
  const error = errors[name]
  return (
    <div class={`field field-${name}`}>
      <label for={name}>{messages.text(props.label)}</label>
      {hint === undefined ? null : (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
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
          required={props.isOptional !== true}
          autofocus={props.isFocused === true}
          enterkeyhint={props.isLast === true ? 'go' : 'next'}
          {...unhelped}
          aria-describedby={hintId === undefined ? `${name}-error` : `${hintId} ${name}-error`}
          aria-invalid={error === undefined ? 'false' : 'true'}
          data-again={props.ask || error?.endsWith('.again') ? '' : undefined}
        />
        {name === 'number' ? <span class="brand" role="status" data-brand /> : null}
      </span>
      <FieldError {...props} />
    </div>
  )
}

type ErrorProps = Pick<FieldProps, 'messages' | 'name' | 'errors' | 'values' | 'ask'>

export function FieldError({ messages, name, errors, values, ask = null }: ErrorProps) {
  const error = errors[name]
  if (error === undefined && ask !== null)
    return (
      <span class="hint" id={`${name}-error`}>
        {messages.text(ask)}
      </span>
    )
  return (
    <span class="error" id={`${name}-error`}>
      {error === undefined ? null : (
        <>
          <span class="unseen">{messages.text('page.errorTitle', { title: '' })}</span>
          {messages.text(error, values)}
        </>
      )}
    </span>
  )
}
