/** Errors and declines: every code with what it means and what to do about it, each with its own anchor. */
import { ApiError, errorBody, errorCodes, statusOfError } from '../../api/api-error.ts'
import { declineCodes, declineMessages } from '../../core/decline.ts'
import { declineGuide } from '../decline-guide.ts'
import { errorGuide } from '../error-guide.ts'
import { fieldsOf, schemaNamed } from '../openapi.ts'
import { Json } from './code.tsx'
import { Fields } from './fields.tsx'
import { Rich, Section } from './rich.tsx'

export function ErrorsSection({ apiUrl }: Readonly<{ apiUrl: string }>) {
  const sample = new ApiError('parameter_missing', 'The parameter redirect_url is required.', 'redirect_url')
  const body: unknown = JSON.parse(errorBody(sample, 'req_3v9k2m5x8q1t7w4z6y0b1c2d', `${apiUrl}/docs`))
  return (
    <>
      <Section id="errors" title="Errors" code={<Json title="An error" note="400" value={body} />}>
        <p>
          Every response that is not 2xx has one <code>error</code> with the same seven keys. Use{' '}
          <code>code</code> in your program; the message is for people. Check the HTTP status before you read
          the body as a payment.
        </p>
        <p>
          A declined card is not an error: its payment has the status <code>failed</code> and a{' '}
          <a href="#decline-codes">decline code</a>.
        </p>
        <Fields of="error" fields={fieldsOf(schemaNamed('ErrorDetail'), true)} />
        <p>
          Requests that are not valid HTTP never reach an endpoint. The response has the same form, with{' '}
          <code>parameter_invalid</code> and the status 400, 408 if the request was too slow, or 431 if its
          headers were too large.
        </p>
      </Section>
      <Section id="error-codes" title="Error codes">
        <ul class="codes">
          {errorCodes.map((code) => (
            <li id={`error-${code}`}>
              <h3>
                <a href={`#error-${code}`} class="self">
                  <code>{code}</code>
                </a>
                <b class="status">{statusOfError(code)}</b>
              </h3>
              <div>
                <p>
                  <Rich text={errorGuide[code].meaning} />
                </p>
                <p class="remedy">
                  <Rich text={errorGuide[code].remedy} />
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

export function DeclinesSection() {
  return (
    <Section id="decline-codes" title="Decline codes">
      <p>
        <code>decline_code</code> says why a payment or a refund failed. The sentence in quotation marks is
        the <code>decline_message</code>. Both are for you: the page shows the customer a different message,
        which never says that a card was reported lost or stolen, or that fraud is suspected.
      </p>
      <ul class="codes">
        {declineCodes.map((code) => (
          <li id={`decline-${code}`}>
            <h3>
              <a href={`#decline-${code}`} class="self">
                <code>{code}</code>
              </a>
            </h3>
            <div>
              <p>“{declineMessages[code]}”</p>
              <p class="remedy">{declineGuide[code]}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
