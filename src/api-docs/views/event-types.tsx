/** Every type of event with its payload. */
import { webhookRequests } from '../openapi.ts'
import { Json } from './code.tsx'
import { Rich, Section } from './rich.tsx'

export function EventTypes() {
  return (
    <Section id="event-types" title="Types of events" code={<Payloads />}>
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
        There is no event for a payment that was created, because your server created it, and none for a
        declined card after which the customer may try another one: only the end of a payment is an event.
      </p>
      <p>
        <Rich text="An endpoint with `[&quot;*&quot;]` receives every type, including those that are added later. Ignore types that you do not know, and respond with 2xx." />
      </p>
    </Section>
  )
}

/** Closed but for the first: nine payloads below each other would hide that there are nine. */
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
