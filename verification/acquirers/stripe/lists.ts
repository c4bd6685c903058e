/** Lists: the newest first, by pages, within bounds of time. */
import { type Form, formIn, textIn } from './form.ts'
import { invalid } from './problem.ts'

export type ListItem = Readonly<{ id: string; created: number }>

export function pageOf<One extends ListItem>(
  all: Iterable<One>,
  form: Form,
  url: string,
  shape: (item: One) => unknown,
  pageMax = Number.POSITIVE_INFINITY,
) {
  const items = within([...all].reverse(), form)
  const after = textIn(form, 'starting_after')
  const from = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1
  if (after !== null && from === 0) throw invalid(`No such object: '${after}'`, { param: 'starting_after' })
  const limit = Number(textIn(form, 'limit') ?? 10)
  if (!(limit >= 1 && limit <= 100)) throw invalid('Invalid limit', { param: 'limit' })
  const end = from + Math.min(limit, pageMax)
  const data = items.slice(from, end).map(shape)
  return { object: 'list', url, has_more: items.length > end, data }
}

function within<One extends ListItem>(items: readonly One[], form: Form): One[] {
  const created = formIn(form, 'created')
  const [gte, lt] = ['gte', 'lt'].map((name) => textIn(created, name))
  return items.filter(
    (item) => item.created >= Number(gte ?? 0) && item.created < Number(lt ?? Number.POSITIVE_INFINITY),
  )
}
