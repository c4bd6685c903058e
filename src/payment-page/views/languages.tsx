/** The choice of language: on pages without fields a small form, beside the card form a link to a page of its own. */
import { languages } from '../../core/language.ts'
import type { Merchant } from '../../core/merchant.ts'
import type { Payment } from '../../core/payment/payment.ts'
import { languageNames } from '../language/language-table.ts'
import { type Messages, withLocale } from '../messages.ts'
import type { PageHtml } from '../templates/page-html.ts'
import { renderDocument } from './document.tsx'
import { Summary } from './summary.tsx'

type LanguagesView = Readonly<{ messages: Messages; payment: Payment; merchant: Merchant }>

export function renderLanguages({ messages, payment, merchant }: LanguagesView): PageHtml {
  const path = `/hpp/${payment.id}`
  const names = { amount: messages.money(payment.amountMinor, payment.currency), merchant: merchant.name }
  return renderDocument({
    messages,
    merchant,
    isTest: payment.mode === 'test',
    kind: 'state',
    title: `${messages.text('footer.language')}: ${messages.text('result.what', names)}`,
    children: (
      <main id="main" class="single" data-state="language">
        <Summary messages={messages} merchant={merchant} payment={payment} />
        <section class="panel">
          <h1>{messages.text('footer.language')}</h1>
          <ul class="languages">
            {languages.map((code) => (
              <li>
                <a
                  href={withLocale(path, code)}
                  lang={code}
                  dir="auto"
                  aria-current={code === messages.locale ? 'true' : undefined}
                >
                  {languageNames[code]}
                </a>
              </li>
            ))}
          </ul>
        </section>
      </main>
    ),
  })
}
