/** The form's fields. */
import { type Echo, emptyEcho, type FieldErrors } from '../form.ts'
import { acceptedNames, type FormShape, networksIn } from '../form-terms.ts'
import type { Messages } from '../messages.ts'
import type { NetworkChoice } from '../network-choice.ts'
import { AddressFieldset } from './address-fieldset.tsx'
import { cardMarks } from './card-marks.ts'
import { Field } from './field.tsx'
import { choiceValues, NetworkFieldset, NetworkPlace } from './network-fieldset.tsx'

export type FieldsProps = FormShape &
  Readonly<{
    messages: Messages
    example: string
    /** Where the billing address is most likely; empty: not known, or not asked. */
    country: string
    /** The first field is where the customer goes on. */
    isFocused: boolean
    asks: Asking
  }>

/** What the page asks for: a card, the same card again, or a different one. Number and code of the last card are gone. */
export type Asking = 'card' | 'again' | 'another'

export function EmptyFields(props: FieldsProps) {
  return <Fields {...props} errors={{}} echo={emptyEcho} />
}

type FilledProps = FieldsProps & Readonly<{ errors: FieldErrors; echo: Echo; choice?: NetworkChoice | null }>

export function Fields(props: FilledProps) {
  const { messages, errors, echo, example } = props
  const values = { example, brands: acceptedNames(messages, props) }
  const shared = { messages, errors, values }
  const ask = props.asks === 'card' ? null : props.asks === 'again' ? 'again' : 'empty'
  return (
    <>
      <h2 id="card">{messages.text('open.form')}</h2>
      <ul class="brands" aria-label={messages.text('open.cards')}>
        {cardMarks(networksIn(props))}
      </ul>
      <Field
        {...shared}
        name="number"
        label="field.number"
        kind="digits"
        autocomplete="cc-number"
        maxlength={26}
        isFocused={props.isFocused}
        ask={ask && `number.${ask}`}
      />
      {props.localNetworks === '' ? null : props.choice == null ? (
        <NetworkPlace messages={messages} />
      ) : (
        <NetworkFieldset {...shared} values={choiceValues(messages, props.choice)} choice={props.choice} />
      )}
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
          ask={ask && `cvc.${ask}`}
        />
      </div>
      <Field
        {...shared}
        name="name"
        label="field.name"
        kind="text"
        autocomplete="cc-name"
        maxlength={100}
        isLast={!props.hasEmail && !props.hasAddress}
        value={echo.name}
      />
      {props.hasAddress ? (
        <AddressFieldset {...shared} typed={echo.address} country={props.country} isLast={!props.hasEmail} />
      ) : null}
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
