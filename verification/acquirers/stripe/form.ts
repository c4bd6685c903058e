/** Stripe's way of writing nested parameters into a form: `card[number]=...&expand[]=latest_charge`. */

export type Form = Readonly<{ [name: string]: FormValue }>
export type FormValue = string | readonly FormValue[] | Form

type Draft = { [name: string]: DraftValue }
type DraftValue = string | DraftValue[] | Draft

export function parseForm(parameters: URLSearchParams): Form {
  const form: Draft = Object.create(null)
  for (const [name, value] of parameters) {
    const [first = '', ...rest] = name.replaceAll(']', '').split('[')
    put(form, first, rest, value)
  }
  return form
}

/** A list is written without positions, or with ascending ones. */
function put(into: Draft, name: string, path: readonly string[], value: string): void {
  const [next, ...rest] = path
  if (next === undefined) {
    into[name] = value
  } else if (next === '' || /^[0-9]+$/.test(next)) {
    into[name] ??= []
    const list = into[name]
    if (Array.isArray(list)) list.push(value)
  } else {
    into[name] ??= Object.create(null) as Draft
    const inner = into[name]
    if (typeof inner === 'object' && !Array.isArray(inner)) put(inner, next, rest, value)
  }
}

export function textIn(form: Form, name: string): string | null {
  const value = form[name]
  return typeof value === 'string' && value !== '' ? value : null
}

export function formIn(form: Form, name: string): Form {
  const value = form[name]
  return typeof value === 'object' && !Array.isArray(value) ? (value as Form) : {}
}

export function listIn(form: Form, name: string): readonly string[] {
  const value = form[name]
  return Array.isArray(value) ? value.map(String) : []
}

export function metadataIn(form: Form): Record<string, string> {
  return Object.fromEntries(
    Object.entries(formIn(form, 'metadata')).map(([name, value]) => [name, String(value)]),
  )
}
