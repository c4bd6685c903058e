/** Webhooks on a developer's own machine. */
import { listenSecret } from '../../webhooks/listen-secret.ts'
import { exampleKey } from '../example-calls.ts'
import { Block } from './code.tsx'
import { Section } from './rich.tsx'

export function LocalWebhooks() {
  const commands = `flowlix listen --forward-to localhost:3000/webhooks

# In another terminal:
flowlix trigger payment.succeeded`
  return (
    <Section
      id="webhook-local"
      title="Local development"
      code={
        <>
          <Block title="Forward events to your machine" language="shell" text={commands} />
          <Block
            title="The signing secret for the key of these examples"
            language="http"
            text={`FLOWLIX_WEBHOOK_SECRET=${listenSecret(exampleKey)}`}
          />
        </>
      }
    >
      <p>
        The local sandbox sends to <code>http://</code> URLs and to your own machine, so an endpoint with the
        URL <code>http://localhost:3000/webhooks</code> works without a tunnel.
      </p>
      <p>
        <code>flowlix listen</code> needs no endpoint at all. It reads the{' '}
        <a href="#stream-events">stream of events</a>, signs them, and forwards them to your server. After a
        lost connection, it continues where it stopped. Its signing secret is derived from your API key, so it
        is the same each time. For the key of these examples, it is the one shown here.
      </p>
      <p>
        <code>flowlix trigger</code> makes a real payment with a test card, so that the event that you receive
        is a real one. Without a type, it lists those that it can make.
      </p>
      <p>
        Without a server of your own, send events to the receiver of the sandbox:{' '}
        <code>/sandbox/receiver</code> shows each request that arrives, its headers, and whether its signature
        is correct. With <code>?status=500&amp;delay_ms=3000</code> in the URL of the endpoint, it responds
        like a server that is broken or slow, so that you can watch the retries.
      </p>
      <p>
        The terminal of the sandbox shows each event and each delivery. <code>flowlix webhooks</code> manages
        endpoints from the command line, and <code>flowlix events</code> lists events and sends them again,
        including to <code>flowlix listen</code>.
      </p>
      <p>
        On any gateway, <a href="#test-webhook-endpoint">a test event</a> shows whether your endpoint works,
        and <a href="#get-delivery">its delivery</a> shows what your server responded.
      </p>
    </Section>
  )
}
