/** When an event is sent again, and what is promised about the order. The times are those that the gateway uses. */
import { productionSchedule, sandboxSchedule } from '../../core/webhook/retry-schedule.ts'
import { Section } from './rich.tsx'

const units = [
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

function spelled(durationMs: number): string {
  const [unit, length] = units.find(([, unitMs]) => durationMs >= unitMs) ?? ['second', 1_000]
  const count = durationMs / length
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

const wholeHours = Math.round(
  productionSchedule.pausesMs.reduce((sum, pauseMs) => sum + pauseMs, 0) / 3_600_000,
)

export function Retries() {
  return (
    <Section id="webhook-retries" title="Retries, repetition, and order" code={<Schedule />}>
      <p>
        An attempt succeeds if your server responds with a 2xx status within 15 seconds, including up to 5 for
        connecting. Anything else is a failure: other statuses, redirects, timeouts, and certificates that are
        not valid. The event is then sent again: there are up to {productionSchedule.pausesMs.length + 1}{' '}
        attempts in {wholeHours} hours, and in the sandbox {sandboxSchedule.pausesMs.length + 1} within two
        minutes.
      </p>
      <ul>
        <li>
          The pauses vary by up to a fifth, so that your server does not get everything at the same time when
          it is back.
        </li>
        <li>
          After a timeout or a status of 429, 502, or 504, the pause is at least a minute.{' '}
          <code>Retry-After</code> makes it longer, up to an hour or twice the pause, whichever is more.
        </li>
        <li>
          Status 410 means that the endpoint no longer exists: it is disabled immediately, even if the request
          was a test or was resent. From a <code>callback_url</code>, it only ends the delivery.
        </li>
        <li>
          An endpoint is also disabled if nothing has succeeded for five days and at least ten events have
          failed, except in the sandbox. Later events are skipped, and can be{' '}
          <a href="#webhook-missed">recovered</a>.
        </li>
      </ul>
      <h3>At least once</h3>
      <p>
        An event that is sent may arrive more than once, for example if your response is lost. The ID stays
        the same in every attempt, so store the IDs that you have seen.
      </p>
      <h3>In any order</h3>
      <p>
        A retry can arrive after later events. Do not derive the state of a payment from the order of its
        events: retrieve the payment.
      </p>
    </Section>
  )
}

function Schedule() {
  return (
    <table class="schedule">
      <thead>
        <tr>
          <th scope="col">Attempt</th>
          <th scope="col">After the previous one</th>
          <th scope="col">In the sandbox</th>
        </tr>
      </thead>
      <tbody>
        {[0, ...productionSchedule.pausesMs].map((pauseMs, index) => (
          <tr>
            <th scope="row">{index + 1}</th>
            <td>{index === 0 ? 'immediately' : spelled(pauseMs)}</td>
            <td>{index === 0 ? 'immediately' : spelledOrNone(sandboxSchedule.pausesMs[index - 1])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function spelledOrNone(pauseMs: number | undefined): string {
  return pauseMs === undefined ? '–' : spelled(pauseMs)
}
