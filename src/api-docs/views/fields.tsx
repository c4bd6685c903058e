/** The fields of a request or a response, each with its own anchor. */
import type { Field, Parameter } from '../openapi.ts'
import { limitsOf, typeName } from '../openapi.ts'
import { Rich } from './rich.tsx'

export function Fields({ of, fields }: Readonly<{ of: string; fields: readonly Field[] }>) {
  return (
    <ul class="fields">
      {fields.map((field) => (
        <FieldRow anchor={`${of}.${field.name}`} field={field} />
      ))}
    </ul>
  )
}

export function Parameters({ of, parameters }: Readonly<{ of: string; parameters: readonly Parameter[] }>) {
  const places = { path: 'in the path', query: 'in the query', header: 'header' } as const
  const fields = parameters.map(({ name, in: place, required, description, schema }) => ({
    name,
    type: `${typeName(schema)}, ${places[place]}`,
    presence: required ? ('required' as const) : ('optional' as const),
    description,
    limits: limitsOf(schema),
  }))
  return <Fields of={of} fields={fields} />
}

function FieldRow({ anchor, field }: Readonly<{ anchor: string; field: Field }>) {
  const { name, type, presence, description, limits } = field
  return (
    <li id={anchor}>
      <p class="name">
        <a href={`#${anchor}`}>
          <code>{name}</code>
        </a>{' '}
        <span class="type">{type}</span>
        {presence.startsWith('required') ? <span class="required"> {presence}</span> : null}
      </p>
      <p>
        <Rich text={description} />
        {limits === null ? null : (
          <span class="limits">
            {' '}
            <Rich text={`${limits[0]?.toUpperCase() ?? ''}${limits.slice(1)}.`} />
          </span>
        )}
      </p>
    </li>
  )
}
