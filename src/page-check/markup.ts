/**
 * Reads the HTML that our own renderer writes, and nothing else: lower-case tags with quoted values and without "<" in
 * them, and text. Browsers repair other HTML in ways that a reader could get wrong, so all of it is reported as odd.
 */

export type Element = Readonly<{
  kind: 'element'
  name: string
  attributes: ReadonlyMap<string, string>
  /** Of a script or a style: everything up to its end. */
  content: string
}>

/** A place that our renderer did not write. */
type Odd = Readonly<{ kind: 'odd'; text: string }>

const doctype = '<!doctype html>'
const openTag = /<([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:_-]*(?:="[^"<>]*"|=[^\s"'`<>=]+)?)*)\s*\/?>/y
const attributePattern = /([a-zA-Z][a-zA-Z0-9:_-]*)(?:=(?:"([^"]*)"|([^\s"'`<>=]+)))?/g
const closeTag = /<\/[a-z][a-z0-9]*>/y
const textPattern = /[^<]+/y
const oddLengthMax = 60

export function readMarkup(html: string): readonly (Element | Odd)[] {
  const found: (Element | Odd)[] = []
  let at = 0
  if (html.startsWith(doctype)) at = doctype.length
  else found.push(oddAt(html, 0))
  while (at < html.length) {
    const end = endOf(textPattern, html, at) ?? endOf(closeTag, html, at)
    const element = end === null ? elementAt(html, at) : null
    if (element !== null) found.push(element.element)
    else if (end === null) found.push(oddAt(html, at))
    at = end ?? element?.end ?? at + 1
  }
  return found
}

function endOf(pattern: RegExp, html: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(html) ? pattern.lastIndex : null
}

function elementAt(html: string, at: number): Readonly<{ element: Element; end: number }> | null {
  openTag.lastIndex = at
  const [, name, written = ''] = openTag.exec(html) ?? []
  if (name === undefined) return null
  const start = openTag.lastIndex
  const end = name === 'script' || name === 'style' ? rawEnd(html, ends[name], start) : start
  const attributes = attributesOf(written)
  return { element: { kind: 'element', name, attributes, content: html.slice(start, end) }, end }
}

/** Where a browser ends it, whatever stands inside. */
const ends = { script: /<\/script/gi, style: /<\/style/gi }

function rawEnd(html: string, end: RegExp, from: number): number {
  end.lastIndex = from
  return end.exec(html)?.index ?? html.length
}

/** A browser takes the first of two attributes with the same name. */
function attributesOf(written: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', quoted, bare] of written.matchAll(attributePattern)) {
    const lower = name.toLowerCase()
    if (!attributes.has(lower)) attributes.set(lower, quoted ?? bare ?? '')
  }
  return attributes
}

function oddAt(html: string, at: number): Odd {
  return { kind: 'odd', text: html.slice(at, at + oddLengthMax) }
}
