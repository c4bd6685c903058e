/** Testing a shop: every outcome without a browser, and the sandbox in CI. */
import { testCards } from '../../core/card/test-cards.ts'
import { fieldsOf, sandboxEndpoints } from '../openapi.ts'
import { githubWorkflow, gitlabPipeline, paymentScript } from '../testing-recipes.ts'
import { Block } from './code.tsx'
import { Fields } from './fields.tsx'
import { Rich, Section } from './rich.tsx'

type Row = readonly [wanted: string, how: string]

const calls = sandboxEndpoints.map(
  ({ method, path, operation }): Row => [`\`${method} ${path}\``, operation.description],
)

const outcomes: readonly Row[] = [
  ['A session that expires on its own', 'Start with `SESSION_LIFE_SECONDS=1`.'],
  ['A session that ends now', 'Select “Expire” on the page, or call `expire`.'],
  ['A payment that stays `pending` for a while', 'Pay with `answer_lost` or `request_lost`.'],
  ['A slow bank', 'Pay with `slow_bank` (5 seconds) or `very_slow_bank` (25 seconds).'],
  ['A form that is sent twice', 'Select “Send” among the incidents on the page: the customer pays once.'],
  ['A second card after a decline', 'Start with `ATTEMPTS_MAX=2`.'],
  ['A refund that fails', 'Pay with `refunds_fail`, then refund.'],
  [
    'A webhook endpoint that fails or is slow',
    'Create one with the URL of the gateway and `/sandbox/receiver?status=500&delay_ms=3000`.',
  ],
  ['Status 429', 'Start with `RATE_LIMIT_PER_MINUTE=1`.'],
  ['An acquirer that cannot be reached', 'Start with `SANDBOX_FAULTS=outage=1`.'],
  ['Returning to your shop without a result page', 'Start with `RESULT_PAGE=none`.'],
]

export function TestingSection({ apiUrl }: Readonly<{ apiUrl: string }>) {
  return (
    <>
      <Section id="testing" title="Test your integration">
        <p>
          The sandbox (<code>flowlix dev</code> or <code>npm start</code>) accepts these calls with a test
          key. They are not part of the API: elsewhere, they return 404.
        </p>
        <Table head={['Call', 'What it does']} rows={calls} />
        {sandboxEndpoints.map(({ path, anchor, operation }) => {
          const schema = operation.requestBody?.content['application/json'].schema
          return schema === undefined ? null : (
            <>
              <h3>
                Body of <code>{path}</code>
              </h3>
              <Fields of={anchor} fields={fieldsOf(schema, false)} />
            </>
          )
        })}
        <p>
          Each call returns <code>payment</code>, the payment as it is now, and <code>return_url</code>, where
          the customer's browser would go, or null while the payment has not ended.
        </p>
        <p>
          On the command line, <code>flowlix sandbox pay</code>, <code>expire</code>, and <code>leave</code>{' '}
          make the same calls to a running sandbox.
        </p>
        <p>
          Names for <code>test_card</code>:{' '}
          {testCards.map(({ name }, i) => (
            <>
              {i === 0 ? null : ', '}
              <code>{name}</code>
            </>
          ))}
          .
        </p>
        <Table head={['To see', 'Do this']} rows={outcomes} />
      </Section>
      <Section
        id="testing-ci"
        title="In CI"
        code={
          <>
            <Block title="One payment from start to finish" text={paymentScript(apiUrl)} language="shell" />
            <Block title="GitHub Actions" text={githubWorkflow(apiUrl)} language="shell" />
            <Block title="GitLab CI" text={gitlabPipeline(apiUrl)} language="shell" />
          </>
        }
      >
        <p>
          The gateway starts in about a second, needs no network, and keeps nothing on disk when both
          databases are in memory. <code>npm run package</code> in its repository builds the npm package and a
          single executable file; keep one of them where your CI can find it.
        </p>
      </Section>
      <BrowserTests />
    </>
  )
}

const selectors: readonly Row[] = [
  [
    '`[name="number"]`',
    'The fields, and in the same way `expiry`, `cvc`, and `name`. `email` is there only if the session has no customer; `country`, `line1`, `line2`, `city`, and `postcode` only if the merchant requires a billing address.',
  ],
  ['`button.pay`', 'Pays.'],
  [
    '`.cancel`',
    'Leaves without paying. The page asks first if something has been typed: `.cancel-yes`, `.cancel-no`.',
  ],
  ['`a.return`', 'Returns to your shop from a result.'],
  [
    '`main[data-state]`',
    'What the page shows: `open`, `processing`, `challenge`, `cancel`, `succeeded`, `failed`, `abandoned`, `expired`, or `canceled`.',
  ],
  [
    '`button[name="outcome"]`',
    'On the page of the simulated bank, with the values `pass`, `fail`, `cancel`, and `timeout`.',
  ],
]

function BrowserTests() {
  return (
    <Section id="testing-browser" title="In a browser">
      <p>
        Tests that drive a browser through the payment page can rely on these selectors. They do not change
        with the language. Everything else on the page may change. <code>examples/browser-tests</code> in the
        repository has a page object for Playwright that uses nothing else.
      </p>
      <Table head={['Selector', 'What it is']} rows={selectors} />
    </Section>
  )
}

function Table({ head, rows }: Readonly<{ head: readonly [string, string]; rows: readonly Row[] }>) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((title) => (
            <th scope="col">{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first, second]) => (
          <tr>
            <th scope="row">
              <Rich text={first} />
            </th>
            <td>
              <Rich text={second} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
