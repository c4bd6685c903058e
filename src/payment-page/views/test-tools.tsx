/** A button for every test card, in test mode only. Each one submits the form, so that it works without scripts. */
import { raw } from 'hono/html'
import { testCards } from '../../core/card/test-cards.ts'
import { testEmail, testName } from '../form.ts'
import type { Messages } from '../messages.ts'

/** The same for every payment: rendered once. */
const buttons = raw(
  String(
    <div class="cards">
      {testCards.map((card) => (
        <button type="submit" name="test_card" value={card.pan} formnovalidate>
          <span>{card.label}</span>
          <code>
            {card.pan.slice(0, 4)}…{card.pan.slice(-4)}
          </code>
        </button>
      ))}
    </div>,
  ),
)

export function TestTools({ messages, expiry }: Readonly<{ messages: Messages; expiry: string }>) {
  return (
    <details
      class="tools"
      data-tools
      data-expiry={expiry}
      data-name={testName}
      data-email={testEmail}
      data-filled={messages.text('test.filled')}
    >
      <summary>{messages.text('test.tools')}</summary>
      <p>{messages.text('test.toolsText')}</p>
      {buttons}
    </details>
  )
}
