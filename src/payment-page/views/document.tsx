/** The document around every page: head, banner, footer, style and script. */
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { accentOf, grounds } from '../../core/look/accent.ts'
import type { Merchant } from '../../core/merchant.ts'
import { pageAssets } from '../assets.generated.ts'
import type { Messages } from '../messages.ts'
import { constant, opening } from '../templates/constant.ts'
import { ofMerchant } from '../templates/of-merchant.ts'
import { PageHtml } from '../templates/page-html.ts'
import { PageTemplate } from '../templates/page-template.ts'
import { themeOf } from '../theme.ts'
import { Footer } from './footer.tsx'
import { isSquare, logoUrl } from './merchant-mark.tsx'

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
    /** May be shown inside an issuer's page. */
    isFramed?: boolean
    children?: Child
  }>

type Kind = keyof typeof assetsNames
/** In test mode, a page holds more. */
const assetsNames = {
  form: ['form', 'testForm'],
  emailForm: ['emailForm', 'testForm'],
  longForm: ['longForm', 'testForm'],
  networkForm: ['networkForm', 'testForm'],
  networkShortForm: ['networkShortForm', 'testShortForm'],
  shortForm: ['shortForm', 'testShortForm'],
  state: ['state', 'testState'],
  handOff: ['handOff', 'testHandOff'],
} as const
type AssetsName = keyof typeof pageAssets

export function renderDocument(props: DocumentProps): PageHtml {
  return new PageHtml(documentTemplate(props))
}

export function documentTemplate(props: DocumentProps): PageTemplate {
  const { messages, isTest, merchant, title, hasScript = false, isHandOff = false, isFramed = false } = props
  const assets = assetsNames[props.kind][isTest ? 1 : 0]
  const scheme = merchant?.colorScheme ?? 'auto'
  const html = [
    `<!doctype html><html lang="${messages.locale}" dir="${messages.direction}"${schemeClasses[scheme]}>`,
    opening(Style, { assets }),
    hasScript ? opening(Script, { assets }) : '',
    <title>{isTest ? `${title} ${messages.text('page.testTitle')}` : title}</title>,
    props.refreshTo ? <meta http-equiv="refresh" content={`0;url=${props.refreshTo}`} /> : '',
    merchant === null ? themeColors(null) : ofMerchant(MerchantHead, { messages, merchant }),
    '</head><body>',
    isTest ? constant(TestBanner, { messages }) : '',
    props.children,
    <Footer
      messages={messages}
      merchant={merchant}
      isForm={props.kind !== 'state' && props.kind !== 'handOff'}
    />,
    '</body></html>',
  ].join('')
  const theme = merchant === null ? null : themeOf(merchant)
  return new PageTemplate(
    html,
    { assets, hasScript, isHandOff, isFramed, theme },
    `${assets} ${messages.locale}`,
  )
}

/** Of the whole document: what the browser's own setting does not decide. */
const schemeClasses = { auto: '', light: ' class="day"', dark: ' class="night"' } as const

type AssetsProps = Readonly<{ assets: AssetsName }>

function Style({ assets }: AssetsProps) {
  return raw(
    [
      '<head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>',
      // A form has no text that looks like a telephone number.
      assets.endsWith('orm') ? '' : '<meta name="format-detection" content="telephone=no"/>',
      `<style>${pageAssets[assets].style}</style>`,
    ].join(''),
  )
}

/** Being a module, it runs when the document is complete. */
function Script({ assets }: AssetsProps) {
  return raw(`<script type="module">${pageAssets[assets].script}</script>`)
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

function TestBanner({ messages }: Readonly<{ messages: Messages }>) {
  return (
    <header class="test">
      <strong>{messages.text('test.banner')}</strong> <span>{messages.text('test.bannerText')}</span>
    </header>
  )
}
