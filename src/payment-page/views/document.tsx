/** The document around every page: head, banner, footer, style and script. */
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Merchant } from '../../ports.ts'
import { formAssets, stateAssets } from '../assets.generated.ts'
import type { Messages } from '../messages.ts'

/** Shown to the customer whose payment it is; pages that know of no payment have neither mode nor merchant. */
export type PageFrame = Readonly<{ messages: Messages; isTest: boolean; merchant: Merchant | null }>

type DocumentProps = PageFrame &
  Readonly<{
    title: string
    /** Where the browser goes at once. */
    refreshTo?: string | null
    kind: 'form' | 'state'
    /** Where something is to be done by a script. */
    hasScript?: boolean
    /** Where nothing stands before the content, a link past it would only be in the way of the first button. */
    hasSkipLink?: boolean
    children?: Child
  }>

const elementsOf = ({ script, style }: Readonly<{ script: string; style: string }>) => ({
  style: raw(`<style>${style}</style>`),
  script: raw(`<script>${script}</script>`),
})
const elements = { form: elementsOf(formAssets), state: elementsOf(stateAssets) }

export function renderDocument(props: DocumentProps): string {
  return `<!doctype html>${String(Document(props))}`
}

function Document(props: DocumentProps) {
  const { messages, isTest, merchant, title, refreshTo } = props
  return (
    <html lang={messages.locale} dir={messages.direction}>
      <head>
        <meta charset="utf-8" />
        <title>{isTest ? `${title} ${messages.text('page.testTitle')}` : title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        {refreshTo ? <meta http-equiv="refresh" content={`0;url=${refreshTo}`} /> : null}
        {elements[props.kind].style}
      </head>
      <body>
        {props.hasSkipLink === false ? null : (
          <a class="skip" href="#main">
            {messages.text('page.skip')}
          </a>
        )}
        {isTest ? <TestBanner messages={messages} /> : null}
        {props.children}
        <Footer messages={messages} merchant={merchant} />
        {props.hasScript === true ? elements[props.kind].script : null}
      </body>
    </html>
  )
}

function TestBanner({ messages }: Readonly<{ messages: Messages }>) {
  return (
    <header class="test">
      <strong>{messages.text('test.banner')}</strong> <span>{messages.text('test.bannerText')}</span>
    </header>
  )
}

function Footer({ messages, merchant }: Readonly<{ messages: Messages; merchant: Merchant | null }>) {
  const contact = merchant === null ? null : contactUrl(merchant)
  const terms = webAddress(merchant?.termsUrl)
  return (
    <footer>
      <nav aria-label={messages.text('page.footer')}>
        {contact === null ? null : <a href={contact}>{messages.text('footer.contact')}</a>}
        {terms === null ? null : <a href={terms}>{messages.text('footer.terms')}</a>}
        <a href={webAddress(merchant?.privacyUrl) ?? '/privacy'}>{messages.text('footer.privacy')}</a>
        <a href="/accessibility">{messages.text('footer.accessibility')}</a>
      </nav>
    </footer>
  )
}

export function contactUrl(merchant: Merchant): string | null {
  if (merchant.supportEmail !== null) return `mailto:${merchant.supportEmail}`
  return webAddress(merchant.supportUrl)
}

/** Nothing but a web address may stand in a link. */
function webAddress(text: string | null | undefined): string | null {
  if (text === null || text === undefined || !URL.canParse(text)) return null
  return /^https?:$/.test(new URL(text).protocol) ? text : null
}
