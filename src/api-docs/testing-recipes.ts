/** Shell scripts for testing a shop against the sandbox. A test runs them unchanged, except for the port. */
import { exampleKey } from './example-calls.ts'

/** Starts a gateway that keeps nothing on disk, and waits until it responds. In shells with -e, its end ends the wait. */
function startLines(apiUrl: string): readonly string[] {
  return [
    'DATABASE_URL=sqlite::memory: SANDBOX_DATABASE=sqlite::memory: flowlix dev > flowlix.log &',
    'gateway=$!',
    `until curl -fs ${apiUrl}/readyz > /dev/null; do kill -0 $gateway; sleep 0.2; done`,
  ]
}

export function paymentScript(apiUrl: string): string {
  const headers = `-H "Authorization: Bearer ${exampleKey}" -H "Content-Type: application/json"`
  return `set -e
${startLines(apiUrl).join('\n')}

# What your shop does: create a session.
session=$(curl -fs ${apiUrl}/v1/payments/hpp ${headers} \\
  -d '{"amount": 2500, "currency": "eur", "redirect_url": "${apiUrl}/sandbox/complete"}')
id=$(echo "$session" | sed 's/.*"id":"\\(pay_[^"]*\\)".*/\\1/')

# What the customer does: pay with a card that is declined.
curl -fs ${apiUrl}/sandbox/v1/payments/$id/pay ${headers} \\
  -d '{"test_card": "insufficient_funds"}' > /dev/null

# What your shop sees.
curl -fs ${apiUrl}/v1/payments/$id ${headers} | grep '"decline_code":"insufficient_funds"'

kill $gateway`
}

export function githubWorkflow(apiUrl: string): string {
  return `jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: npm install --global ./ci/flowlix-0.1.0.tgz
      - run: |
${indented(startLines(apiUrl), 10)}
      - run: npm ci && npm test`
}

export function gitlabPipeline(apiUrl: string): string {
  return `test:
  image: node:24
  script:
    - npm install --global ./ci/flowlix-0.1.0.tgz
    - |
${indented(startLines(apiUrl), 6)}
    - npm ci && npm test`
}

function indented(lines: readonly string[], spaces: number): string {
  return lines.map((line) => ' '.repeat(spaces) + line).join('\n')
}
