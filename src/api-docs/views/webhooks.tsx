/** The guide to events: what is sent, how a server receives it, and what happens if it does not arrive. */
import { exampleOf } from '../examples.ts'
import { Examples } from './code.tsx'
import { EventTypes } from './event-types.tsx'
import { LocalWebhooks } from './local-webhooks.tsx'
import { Receivers } from './receivers.tsx'
import { Retries } from './retries.tsx'
import { Rich, Section } from './rich.tsx'
import { WebhookRequest } from './webhook-request.tsx'

export function WebhookSections({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <>
      <Beginning apiUrl={apiUrl} />
      <EventTypes />
      <WebhookRequest />
      <Receivers />
      <Retries />
      <Rotation apiUrl={apiUrl} />
      <Missed apiUrl={apiUrl} />
      <LocalWebhooks />
    </>
  )
}

function Beginning({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <Section
      id="webhooks"
      title="Receive events"
      code={<Examples example={exampleOf('createWebhookEndpoint', apiUrl)} />}
    >
      <p>
        When something happens to a payment, the gateway records an event and sends it to your server. You
        learn about customers who paid and never returned, about refunds that settle days later, and about
        refunds that someone else requested.
      </p>
      <ol class="steps tall">
        <li>
          <b>Create an endpoint</b> with the URL of your server. Store the <code>secret</code> from the
          response: it is not shown again.
        </li>
        <li>
          <b>Verify each request</b> with the secret. Anyone can send a request to your URL.
        </li>
        <li>
          <b>Store the event’s ID and respond</b> with a 2xx status. Do everything else afterward.
        </li>
        <li>
          <b>Retrieve the payment</b>, compare it with the order, and deliver.
        </li>
      </ol>
      <p class="warning">
        <strong>An event is a message, not the truth.</strong> It shows the payment as it was. Events can be
        repeated and can overtake each other, so always <a href="#get-payment">retrieve the payment</a> before
        you act on it.
      </p>
      <p>
        An endpoint receives the events of its mode: create one with your test key and another with your live
        key. Its URL must begin with <code>https://</code> and lead to a public address, unless the operator
        of the gateway has allowed a private network.
      </p>
      <p>
        <Rich text="If the operator has switched it on for you, events are also sent to the `callback_url` of their payment. These events belong to an endpoint whose `url` is null, which has its own secret." />
      </p>
    </Section>
  )
}

function Rotation({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <Section
      id="webhook-rotation"
      title="Replace the secret"
      code={<Examples example={exampleOf('rollWebhookSecret', apiUrl)} />}
    >
      <p>
        While a secret is being replaced, each request has two signatures, one with each secret. No event is
        refused, regardless of the order in which your servers switch to the new one.
      </p>
      <ol>
        <li>
          <Rich text="Call `roll_secret`. The response contains the new secret, and the previous one also signs for a day, or for as long as you say in `expires_in`, up to seven days." />
        </li>
        <li>Give the new secret to your servers.</li>
        <li>The previous secret expires on its own.</li>
      </ol>
      <p>
        <Rich text="If someone may have seen the secret, send `expires_in: 0` immediately: from then on, only the new secret signs. Requests that your servers refuse until they know it are sent again." />
      </p>
    </Section>
  )
}

function Missed({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <Section
      id="webhook-missed"
      title="After an outage"
      code={
        <>
          <Examples example={exampleOf('recoverDeliveries', apiUrl)} />
          <Examples example={exampleOf('listDeliveries', apiUrl)} />
        </>
      }
    >
      <p>
        Nothing is lost when your server is down for longer than the retries last. Every event is kept for 30
        days, unless the operator of the gateway has chosen a different period.
      </p>
      <ul>
        <li>
          <a href="#list-deliveries">List the deliveries</a> of an endpoint to see what failed and why.{' '}
          <a href="#get-delivery">A single delivery</a> shows every attempt with its status and, if your
          server has a public address, the beginning of its response.
        </li>
        <li>
          <a href="#recover-deliveries">Recover</a> sends everything that has failed or was skipped since the
          time that you give, on the usual schedule.
        </li>
        <li>
          <a href="#resend-event">Resend</a> sends one event once more, with the same ID. If you name an
          endpoint, it is sent even if that endpoint is disabled.
        </li>
        <li>
          <a href="#list-events">The list of events</a> contains everything that happened, whether or not it
          was sent to an endpoint.
        </li>
      </ul>
      <p>
        If an endpoint was disabled, <a href="#enable-webhook-endpoint">enable</a> it first. Events from the
        time in between were skipped, and are sent only when you recover them.
      </p>
    </Section>
  )
}
