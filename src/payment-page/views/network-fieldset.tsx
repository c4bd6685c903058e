/** The choice of a co-badged card's network. The script fills in the empty place once it knows the card. */
import { networkName } from '../../card-brands/networks.ts'
import type { FieldErrors } from '../form.ts'
import type { Messages } from '../messages.ts'
import type { NetworkChoice } from '../network-choice.ts'
import { markOf } from './card-marks.ts'
import { FieldError } from './field.tsx'

type PlaceProps = Readonly<{ messages: Messages }>

export function NetworkPlace({ messages, children }: PlaceProps & Readonly<{ children?: unknown }>) {
  return (
    <div class="networks" aria-live="polite" data-networks={messages.text('network.legend')}>
      {children as string}
    </div>
  )
}

type NetworkProps = PlaceProps &
  Readonly<{ choice: NetworkChoice; errors: FieldErrors; values: Readonly<Record<string, string>> }>

export function NetworkFieldset({ messages, choice, errors, values }: NetworkProps) {
  return (
    <NetworkPlace messages={messages}>
      <fieldset aria-describedby="network-error">
        <legend>{messages.text('network.legend')}</legend>
        {choice.offered.map((network, i) => (
          <label>
            <input
              // Where the list of errors leads.
              id={i === 0 ? 'network' : undefined}
              type="radio"
              name="network"
              value={network}
              checked={network === choice.chosen}
              required
            />
            {markOf(network)}
            {networkName(network)}
          </label>
        ))}
        <FieldError messages={messages} name="network" errors={errors} values={values} />
      </fieldset>
    </NetworkPlace>
  )
}

/** For a sentence: "CB or Visa". */
export function choiceValues(
  messages: Messages,
  choice: NetworkChoice | null,
): Readonly<{ networks: string }> {
  return { networks: messages.either((choice?.offered ?? []).map(networkName)) }
}
