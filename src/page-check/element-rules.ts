/**
 * What the payment page's elements may be and lead to. Everything that loads or runs something is missing here, so
 * whatever was added to a page is found even if it is new.
 */
import type { Element } from './markup.ts'

/** The page that an element is on. */
export type Place = Readonly<{
  /** Below which the page's own forms lead, such as `/hpp/pay_…`; null for pages without a payment. */
  paymentPath: string | null
  /** It may send a form to the issuer, and frame its pages. */
  isHandOff: boolean
  /** It may lead somewhere at once. */
  leaves: boolean
}>

const elements = new Set(
  [
    'html head title meta link style script body header footer main nav section article aside address search hgroup div p',
    'span strong em b i u s small sub sup mark ins del q cite dfn abbr code kbd samp var pre blockquote figure figcaption',
    'data time ruby rt rp bdi bdo br wbr hr ul ol menu li dl dt dd h1 h2 h3 h4 h5 h6 a img form fieldset legend label input',
    'select optgroup option datalist button output progress meter details summary dialog table caption colgroup col thead',
    'tbody tfoot tr th td',
    'svg g path rect circle ellipse line polyline polygon text tspan',
  ].flatMap((line) => line.split(' ')),
)

const attributes = new Set(
  [
    'class id name value type for lang dir hidden role tabindex autofocus title alt href rel target src width height',
    'datetime translate content charset http-equiv media method action novalidate formnovalidate formmethod autocomplete',
    'autocapitalize autocorrect inputmode maxlength minlength pattern required readonly disabled checked selected',
    'spellcheck enterkeyhint placeholder open popover popovertarget popovertargetaction form list min max step colspan',
    'rowspan headers scope reversed start wrap label low high optimum multiple inert loading decoding viewbox focusable',
    'color fill fill-rule clip-rule stroke stroke-width stroke-linecap',
    'stroke-linejoin stroke-dasharray opacity d x y x1 x2 y1 y2 dx dy cx cy r rx ry points transform text-anchor textlength',
    'lengthadjust font-size font-style font-weight font-family letter-spacing preserveaspectratio xmlns',
  ].flatMap((line) => line.split(' ')),
)

/** Attributes that load, lead, or act, by the elements that may have them. */
const owners: Readonly<Record<string, readonly string[]>> = {
  src: ['img', 'iframe'],
  href: ['a', 'link'],
  action: ['form'],
  content: ['meta'],
  'http-equiv': ['meta'],
}

const metaNames: ReadonlySet<string | undefined> = new Set([
  ...[undefined, 'viewport', 'format-detection', 'theme-color', 'color-scheme'],
])

/** The characters that our renderer escapes. With others, a value could mean something else than it says. */
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

const ownPath = /^(?:\/(?:[^/\\\s][^\\\s]*)?|\?[\w&=-]*)$/
/** A word with a colon and a space behind it is the beginning of a sentence. */
const absolute = /^(?:(?:javascript|data|vbscript):|[a-z][a-z0-9+.-]*:\S|[/\\]{2})/i
/** What browsers leave out of addresses. */
const ignored = /^[\p{Cc} ]+|[\t\n\r]/gu
const web = /^https?:\/\//i
const link = /^(?:#|https?:\/\/|mailto:|tel:)/i

/** What is wrong with an element, each as one line. */
export function elementDifferences(element: Element, place: Place): readonly string[] {
  const { name } = element
  const isFrame = name === 'iframe' && place.isHandOff
  if (!elements.has(name) && !isFrame) return [`Unexpected element: <${name}>`]
  const odd = [...element.attributes].flatMap(([attribute, value]) =>
    attributeDifference(name, attribute, value),
  )
  return [...odd, ...(addressRules[name]?.(element, place) ?? [])]
}

function attributeDifference(name: string, attribute: string, value: string): readonly string[] {
  if (attribute.startsWith('on')) return [`Event handler: <${name} ${attribute}="${value}">`]
  const isOfOthers = owners[attribute]?.includes(name) === false
  const isKnown = (attributes.has(attribute) && !isOfOthers) || /^(?:aria|data)-[a-z0-9-]+$/.test(attribute)
  if (!isKnown) return [`Unexpected attribute: <${name} ${attribute}="${value}">`]
  if (value.replace(/&(?:amp|lt|gt|quot|#39);/g, '').includes('&'))
    return [`Attribute with a hidden character: <${name} ${attribute}="${value}">`]
  // The page's script goes where such an attribute says.
  if (attribute.startsWith('data-') && absolute.test(unescaped(value).replace(ignored, '')))
    return [`URL of another origin: <${name} ${attribute}="${value}">`]
  return []
}

/** Where the page's links lead, beside itself. */
export function linkedHosts(elements: readonly Element[], page: URL): readonly string[] {
  const hosts = elements
    .filter(({ name }) => name === 'a')
    .map(({ attributes: written }) => unescaped(written.get('href') ?? ''))
    .filter((href) => web.test(href))
    .map((href) => hostOf(href))
  return [...new Set(hosts)].filter((host) => host !== page.host).toSorted()
}

function hostOf(href: string): string {
  return URL.canParse(href) ? new URL(href).host : href
}

type Rule = (element: Element, place: Place) => readonly string[]

const addressRules: Readonly<Record<string, Rule>> = {
  a: (element) => addressRule(element, 'href', (href) => link.test(href) || ownPath.test(href)),
  img: (element) => addressRule(element, 'src', (src) => ownPath.test(src)),
  link: (element) =>
    element.attributes.get('rel') === 'icon'
      ? addressRule(element, 'href', (href) => ownPath.test(href))
      : [`Unexpected element: <link rel="${element.attributes.get('rel')}">`],
  form: (element, place) => [
    ...addressRule(element, 'action', (action) => isOwnAction(action, place)),
    ...methodRule(element),
  ],
  // One that closes a dialog.
  button: ({ attributes: written }) =>
    ['dialog', undefined].includes(written.get('formmethod'))
      ? []
      : [`Unexpected attribute: <button formmethod="${written.get('formmethod')}">`],
  iframe: (element, place) =>
    addressRule(element, 'src', (src) => src === 'about:blank' || isOwnAction(src, place)),
  meta: metaRule,
}

function metaRule({ attributes: written }: Element, place: Place): readonly string[] {
  const equivalent = written.get('http-equiv')
  const name = written.get('name')
  // One can tell other sites the address of the page.
  if (!metaNames.has(name)) return [`Unexpected element: <meta name="${name}">`]
  if (equivalent === undefined) return []
  const target = /^0;url=(.*)$/.exec(unescaped(written.get('content') ?? ''))?.[1] ?? ''
  const isRefresh = equivalent === 'refresh' && (ownPath.test(target) || web.test(target))
  if (isRefresh && place.leaves) return []
  const content = written.get('content') ?? ''
  return [`Unexpected element: <meta http-equiv="${equivalent}" content="${content}">`]
}

/** With another method, what the customer types would be in the address and in logs. */
function methodRule({ attributes: written }: Element): readonly string[] {
  const isPost = written.get('method') === 'post'
  const isChange = /\/(?:pay|cancel)\//.test(written.get('action') ?? '')
  return isPost || !isChange
    ? []
    : [`Form that is not sent with POST: <form method="${written.get('method')}">`]
}

function addressRule(
  { name, attributes: written }: Element,
  attribute: string,
  isAllowed: (address: string) => boolean,
): readonly string[] {
  const value = written.get(attribute)
  if (value === undefined || isAllowed(unescaped(value))) return []
  return [`URL of another origin: <${name} ${attribute}="${value}">`]
}

function isOwnAction(action: string, { paymentPath, isHandOff }: Place): boolean {
  if (action === '' || (isHandOff && web.test(action))) return true
  return ownPath.test(action) && (paymentPath === null || action.startsWith(paymentPath))
}

function unescaped(value: string): string {
  return value.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
}
