/** The form's fields: a visible label, a hint and an error in words, each tied to its input. */
import { type Echo, emptyEcho, type FieldErrors, type FieldName } from '../form.ts'
import { acceptedIn, acceptedNames, type FormShape } from '../form-terms.ts'
import type { MessageKey, Messages } from '../messages.ts'
import { cardMarks } from './card-marks.ts'

type FieldsProps = FormShape &
  Readonly<{
    messages: Messages
    example: string
    /** The first field is where the customer goes on. */
    isFocused: boolean
  }>

export function EmptyFields(props: FieldsProps) {
  return <Fields {...props} errors={{}} echo={emptyEcho} />
}

export function Fields(props: FieldsProps & Readonly<{ errors: FieldErrors; echo: Echo }>) {
  const { messages, errors, echo, example } = props
  const values = { example, brands: acceptedNames(messages, props) }
  const shared = { messages, errors, values }
  return (
    <>
      <h2 id="card">{messages.text('open.form')}</h2>
      <ul class="brands" aria-label={messages.text('open.cards')}>
        {cardMarks(acceptedIn(props))}
      </ul>
      <Field
        {...shared}
        name="number"
        label="field.number"
        kind="digits"
        autocomplete="cc-number"
        maxlength={26}
        isFocused={props.isFocused}
      />
      <div class="pair">
        <Field
          {...shared}
          name="expiry"
          label="field.expiry"
          kind="digits"
          autocomplete="cc-exp"
          hint={messages.text('field.expiryHint')}
          maxlength={9}
          value={echo.expiry}
        />
        <Field
          {...shared}
          name="cvc"
          label="field.cvc"
          kind="digits"
          autocomplete="cc-csc"
          hint={messages.text('field.cvcHint')}
          maxlength={4}
        />
      </div>
      <Field
        {...shared}
        name="name"
        label="field.name"
        kind="text"
        autocomplete="cc-name"
        maxlength={100}
        isLast={!props.hasEmail}
        value={echo.name}
      />
      {props.hasEmail ? (
        <Field
          {...shared}
          name="email"
          label="field.email"
          kind="email"
          autocomplete="email"
          hint={messages.text('field.emailHint')}
          maxlength={254}
          isLast
          value={echo.email}
        />
      ) : null}
      {/* Above the button, which is in view when it is pressed. */}
      <p class="status" role="status" data-status />
    </>
  )
}

type FieldProps = Readonly<{
  messages: Messages
  name: FieldName
  label: MessageKey
  hint?: string
  autocomplete: string
  kind: 'digits' | 'text' | 'email'
  maxlength: number
  isFocused?: boolean
  /** Its key sends the form. */
  isLast?: boolean
  value?: string
  errors: FieldErrors
  /** For messages. */
  values: Readonly<Record<string, string>>
}>

/** Browsers must not send what is typed to a spelling service. The JSX types do not know `false` as a string. */
const unhelped: object = { spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }

function Field(props: FieldProps) {
  const { messages, name, errors, hint } = props
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
          required
          autofocus={props.isFocused === true}
          enterkeyhint={props.isLast === true ? 'go' : 'next'}
          {...unhelped}
          aria-describedby={hint === undefined ? `${name}-error` : `${name}-hint ${name}-error`}
          aria-invalid={error === undefined ? 'false' : 'true'}
          data-again={error?.endsWith('.again') === true ? '' : undefined}
        />
        {name === 'number' ? <span class="brand" role="status" data-brand /> : null}
      </span>
      <span class="error" id={`${name}-error`}>
        {error === undefined ? null : (
          <>
            <span class="unseen">{messages.text('page.errorTitle', { title: '' })}</span>
            {messages.text(error, props.values)}
          </>
        )}
      </span>
    </div>
  )
}
