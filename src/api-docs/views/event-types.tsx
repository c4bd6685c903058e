/** Every type of event with its payload. */
import { webhookRequests } from '../openapi.ts'
import { Json } from './code.tsx'
import { Rich, Section } from './rich.tsx'

export function EventTypes() {
  return (
    <Section id="event-types" title="Event types" code={<Payloads />}>
      <table>
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">When it is sent</th>
          </tr>
        </thead>
        <tbody>
          {webhookRequests.map(({ type, description }) => (
            <tr id={`event-${type}`}>
              <th scope="row">
                <code>{type}</code>
              </th>
              <td>
                <Rich text={description} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <Rich text="`data.payment` is the payment exactly as a GET would have returned it at that moment. Events about a refund also contain the refund in `data.refund`, with the ID of its payment." />
      </p>
      <p>
        There is no event when a payment is created, because your server created it, and none when a card is
        declined and the customer may still try another one.
      </p>
      <p>
        <Rich text="An endpoint with `[&quot;*&quot;]` receives every type, including those that are added later. Ignore types that you do not know, and respond with 2xx." />
      </p>
    </Section>
  )
}

/** All but the first are closed: nine open payloads in a row would hide that there are nine. */
function Payloads() {
  return (
    <>
      {webhookRequests.map(({ type, example }, index) => (
        <details class="payload" open={index === 0}>
          <summary>
            <code>{type}</code>
          </summary>
          <Json title="Body" note={type} value={example} />
        </details>
      ))}
    </>
  )
}
