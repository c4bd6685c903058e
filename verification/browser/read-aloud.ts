/** A page as its accessibility tree, in the order and with the words in which a screen reader meets it. */
import type { Page } from 'playwright-core'

type Value = Readonly<{ value?: unknown }>
type Node = Readonly<{
  nodeId: string
  ignored: boolean
  role?: Value
  name?: Value
  description?: Value
  value?: Value
  properties?: readonly Readonly<{ name: string; value: Value }>[]
  childIds?: readonly string[]
}>

/** They are read by their children. */
const silent = [
  'generic',
  'none',
  'paragraph',
  'LabelText',
  'Section',
  'strong',
  'emphasis',
  'code',
  'listitem',
  'time',
  'DescriptionList',
]
/** Their name is what they contain. */
const whole = ['heading', 'link', 'button', 'term', 'option', 'radio', 'StaticText', 'image']
/** What has been entered or chosen is read with them. */
const valued = ['textbox', 'combobox']
const words: Readonly<Record<string, string>> = {
  RootWebArea: 'page',
  StaticText: 'text',
  contentinfo: 'footer',
  textbox: 'field',
  image: 'picture',
  Legend: 'legend',
}

/** `skip`: the name of a region that is not read. */
export async function readAloud(page: Page, skip: string): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: readonly Node[] }
  await session.detach()
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const read = (id: string): readonly string[] => {
    const node = byId.get(id)
    if (node === undefined || nameOf(node) === skip) return []
    const role = String(node.role?.value)
    const children = node.childIds ?? []
    if (node.ignored || silent.includes(role)) return children.flatMap(read)
    const sentence = sentenceOf(node, role)
    const rest = whole.includes(role) || valued.includes(role) ? [] : children.flatMap(read)
    return [...sentence, ...rest.map((line) => `  ${line}`)]
  }
  const [root] = nodes
  return root === undefined ? [] : read(root.nodeId)
}

function sentenceOf(node: Node, role: string): readonly string[] {
  const name = nameOf(node)
  if (role === 'StaticText' && name.trim() === '') return []
  const level = propertyOf(node, 'level')
  const kind = `${words[role] ?? role}${level === undefined ? '' : ` ${level}`}`
  const states = ['focused', 'required', 'disabled', 'checked', 'invalid', 'expanded', 'live'].flatMap(
    (state) => {
      const value = propertyOf(node, state)
      return value === undefined || value === false || value === 'false'
        ? []
        : [value === true || value === 'true' ? state : `${state} ${value}`]
    },
  )
  const description = String(node.description?.value ?? '')
  const value = valued.includes(role) ? String(node.value?.value ?? '') : ''
  return [
    [
      name === '' ? kind : `${kind} "${name}"`,
      ...(value === '' ? [] : [`"${value}"`]),
      ...states,
      ...(description === '' ? [] : [`(${description})`]),
    ].join(', '),
  ]
}

function nameOf({ name }: Node): string {
  return String(name?.value ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function propertyOf({ properties }: Node, name: string): unknown {
  return properties?.find((property) => property.name === name)?.value.value
}
