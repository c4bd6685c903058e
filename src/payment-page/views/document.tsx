/** The document around every page: head, banner, footer, style and script. */
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Merchant } from '../../core/merchant.ts'
import { formAssets, stateAssets } from '../assets.generated.ts'
import { constant } from '../constant.ts'
import type { Messages } from '../messages.ts'
import { ofMerchant } from '../of-merchant.ts'
import { PageHtml } from '../page-html.ts'
import { webAddress } from '../web-address.ts'
import { scriptWords } from './script-words.ts'

/** Shown to the customer whose payment it is; pages that know of no payment have neither mode nor merchant. */
type PageFrame = Readonly<{ messages: Messages; isTest: boolean; merchant: Merchant | null }>

type DocumentProps = PageFrame &
  Readonly<{
    title: string
    /** Where the browser goes immediately. */
    refreshTo?: string | null
    kind: Kind
    /** Where something is to be done by a script. */
    hasScript?: boolean
    /** Where nothing stands before the content, a link past it would only be in the way of the first button. */
    hasSkipLink?: boolean
    /** The date that the script's words give as an example; without it the script has no words. */
    wordsExample?: string
    children?: Child
  }>

type Kind = 'form' | 'state'
type Shared<More> = Readonly<{ messages: Messages } & More>

const assets = { form: formAssets, state: stateAssets }

export function renderDocument(props: DocumentProps): PageHtml {
  const { kind, hasScript = false } = props
  return new PageHtml(`<!doctype html>${String(Document(props))}`, { kind, hasScript })
}

function Document(props: DocumentProps) {
  const { messages, isTest, merchant, title, refreshTo, kind } = props
  return (
    <html lang={messages.locale} dir={messages.direction}>
      <head>
        <meta charset="utf-8" />
        <title>{isTest ? `${title} ${messages.text('page.testTitle')}` : title}</title>
        {refreshTo ? <meta http-equiv="refresh" content={`0;url=${refreshTo}`} /> : null}
        {constant(Head, { messages, kind })}
      </head>
      <body>
        {constant(Top, { messages, isTest, hasSkipLink: props.hasSkipLink !== false })}
        {props.children}
        {merchant === null ? (
          <Footer messages={messages} merchant={null} />
        ) : (
          ofMerchant(Footer, { messages, merchant })
        )}
        {props.hasScript === true
          ? constant(Script, { messages, kind, wordsExample: props.wordsExample ?? '' })
          : null}
      </body>
    </html>
  )
}

function Head({ kind }: Shared<{ kind: Kind }>) {
  return (
    <>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex, nofollow" />
      <meta name="color-scheme" content="light dark" />
      <meta name="format-detection" content="telephone=no" />
      {raw(`<style>${assets[kind].style}</style>`)}
    </>
  )
}

function Top({ messages, isTest, hasSkipLink }: Shared<{ isTest: boolean; hasSkipLink: boolean }>) {
  return (
    <>
      {hasSkipLink ? (
        <a class="skip" href="#main">
          {messages.text('page.skip')}
        </a>
      ) : null}
      {isTest ? (
        <header class="test">
          <strong>{messages.text('test.banner')}</strong> <span>{messages.text('test.bannerText')}</span>
        </header>
      ) : null}
    </>
  )
}

function Script({ messages, kind, wordsExample }: Shared<{ kind: Kind; wordsExample: string }>) {
  return (
    <>
      {wordsExample === '' ? null : scriptWords(messages, wordsExample)}
      {raw(`<script>${assets[kind].script}</script>`)}
    </>
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
