/** The document around every page: head, banner, footer, style and script. */
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { accentOf, grounds } from '../../core/look/accent.ts'
import type { Merchant } from '../../core/merchant.ts'
import { pageAssets } from '../assets.generated.ts'
import { constant } from '../constant.ts'
import type { Messages } from '../messages.ts'
import { ofMerchant } from '../of-merchant.ts'
import { PageHtml } from '../page-html.ts'
import { themeOf } from '../theme.ts'
import { Footer } from './footer.tsx'
import { isSquare, logoUrl } from './merchant-mark.tsx'
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
    /** Takes the browser to the issuer; its policy allows what issuers need. */
    isHandOff?: boolean
    /** Where nothing stands before the content, a link past it would only be in the way of the first button. */
    hasSkipLink?: boolean
    /** The date that the script's words give as an example; without it the script has no words. */
    wordsExample?: string
    children?: Child
  }>

type Kind = 'form' | 'state'
/** In test mode, a page holds more. */
const assetsNames = { form: ['form', 'testForm'], state: ['state', 'testState'] } as const
type AssetsName = keyof typeof pageAssets
type Shared<More> = Readonly<{ messages: Messages } & More>

export function renderDocument(props: DocumentProps): PageHtml {
  const { hasScript = false, isHandOff = false } = props
  const assets = assetsNames[props.kind][props.isTest ? 1 : 0]
  return new PageHtml(`<!doctype html>${String(Document({ ...props, assets }))}`, {
    assets,
    hasScript,
    isHandOff,
    theme: props.merchant === null ? null : themeOf(props.merchant),
  })
}

function Document(props: DocumentProps & Readonly<{ assets: AssetsName }>) {
  const { messages, isTest, merchant, title, refreshTo, assets } = props
  const scheme = merchant?.colorScheme ?? 'auto'
  return (
    <html lang={messages.locale} dir={messages.direction} class={schemeClasses[scheme]}>
      <head>
        <meta charset="utf-8" />
        <title>{isTest ? `${title} ${messages.text('page.testTitle')}` : title}</title>
        {refreshTo ? <meta http-equiv="refresh" content={`0;url=${refreshTo}`} /> : null}
        {constant(Head, { messages, assets })}
        {merchant === null ? raw(themeColors(null)) : ofMerchant(MerchantHead, { messages, merchant })}
      </head>
      <body>
        {constant(Top, { messages, isTest, hasSkipLink: props.hasSkipLink !== false })}
        {props.children}
        <Footer messages={messages} merchant={merchant} />
        {props.hasScript === true
          ? constant(Script, { messages, assets, wordsExample: props.wordsExample ?? '' })
          : null}
      </body>
    </html>
  )
}

/** Of the whole document: what the browser's own setting does not decide. */
const schemeClasses = { auto: undefined, light: 'day', dark: 'night' } as const

function Head({ assets }: Shared<{ assets: AssetsName }>) {
  return (
    <>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="format-detection" content="telephone=no" />
      {raw(`<style>${pageAssets[assets].style}</style>`)}
    </>
  )
}

/** What the browser draws around the page. As text, because Hono keeps only one element of a name. */
function themeColors(merchant: Merchant | null): string {
  const { accentColor = null, colorScheme = null } = merchant ?? {}
  const accent = accentColor === null ? null : accentOf(accentColor)
  const color = (scheme: 'light' | 'dark', media = ''): string =>
    `<meta name="theme-color" content="${accent?.[scheme].ground ?? grounds[scheme]}"${media}>`
  if (colorScheme === 'light' || colorScheme === 'dark') return color(colorScheme)
  return color('light') + color('dark', ' media="(prefers-color-scheme:dark)"')
}

function MerchantHead({ merchant }: Readonly<{ merchant: Merchant }>) {
  const { logo } = merchant
  const theme = themeOf(merchant)
  return (
    <>
      {raw(themeColors(merchant))}
      {logo !== null && isSquare(logo) ? <link rel="icon" href={logoUrl(logo)} /> : null}
      {theme === null ? null : raw(`<style>${theme.css}</style>`)}
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

function Script({ messages, assets, wordsExample }: Shared<{ assets: AssetsName; wordsExample: string }>) {
  return (
    <>
      {wordsExample === '' ? null : scriptWords(messages, wordsExample)}
      {raw(`<script>${pageAssets[assets].script}</script>`)}
    </>
  )
}
