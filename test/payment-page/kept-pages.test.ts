/** What is kept to send pages fast is bounded, whatever strangers and merchants write. */
import { expect, it } from 'vitest'
import { emptyEcho } from '../../src/payment-page/form.ts'
import { messagesIn } from '../../src/payment-page/messages.ts'
import { compress } from '../../src/payment-page/templates/compress.ts'
import { PageTemplate } from '../../src/payment-page/templates/page-template.ts'
import { beginningOfPages, noteMade } from '../../src/payment-page/templates/surroundings.ts'
import { Templates } from '../../src/payment-page/templates/templates.ts'
import { renderOpen } from '../../src/payment-page/views/open.tsx'
import { merchant, nowMs, payment } from './payments.ts'

const mebibyte = 1_024 * 1_024
const messages = messagesIn('en')
const holds = { assets: 'form', hasScript: false } as const

function sentPage(): Buffer {
  const page = renderOpen({
    ...{ messages, merchant, nowMs, token: 'TOKEN', payment: payment() },
    ...{ notice: null, warnsOfRealCard: false, errors: {}, echo: emptyEcho },
  })
  return compress(page, 'gzip').bytes
}

it('parts that were compressed are forgotten before they take more than 16 MiB, and made again alike', () => {
  // Nor is what other tests have made counted.
  noteMade(16 * mebibyte + 1)
  const first = sentPage()
  const beginning = beginningOfPages()
  noteMade(15 * mebibyte)
  expect(beginningOfPages()).toBe(beginning)
  noteMade(mebibyte)
  expect(beginningOfPages()).not.toBe(beginning)
  expect(sentPage().equals(first)).toBe(true)
})

it('templates are forgotten before they take more than 8 MiB', () => {
  let rendered = 0
  const templates = new Templates((_, { name }: { name: string }) => {
    rendered++
    return new PageTemplate(name.padEnd(mebibyte, 'x'), holds, 'test en')
  })
  const show = (name: string) => templates.page({ messages, merchant }, { name }, {})
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) show(name)
  show('a')
  expect(rendered).toBe(7)
  show('h')
  show('a')
  expect(rendered).toBe(9)
})
