/** Tables, functions, indexes and triggers of a PostgreSQL schema as text: to be compared, and to be written down. */
import type { Sql, TransactionSql } from 'postgres'

export type SchemaEntry = Readonly<{
  kind: 'function' | 'table' | 'index' | 'trigger' | 'rule'
  name: string
  /** The table that it belongs to; null for a function. */
  table: string | null
  /** A statement. */
  text: string
}>

/**
 * Of the current schema, in the order in which they can be made. What an extension has brought is left out, and so is what
 * PostgreSQL adds by itself for keys.
 */
export async function readSchema(sql: Sql | TransactionSql): Promise<readonly SchemaEntry[]> {
  const entries = await Promise.all([
    sql.unsafe(functionsText),
    sql.unsafe(tablesText),
    sql.unsafe(indexesText),
    sql.unsafe(triggersText),
    sql.unsafe(rulesText),
  ])
  return entries.flatMap((rows) => rows.map((row) => row as unknown as SchemaEntry))
}

const isOurs = (catalog: string) => `not exists (
  select from pg_depend where classid = '${catalog}'::regclass and objid = found.oid and deptype = 'e'
)`

const functionsText = `select 'function' as kind, proname as name, null as table,
    format(E'create function %s(%s) returns %s language %s as $$%s$$', proname, pg_get_function_arguments(found.oid),
      pg_get_function_result(found.oid), lanname, prosrc) as text
  from pg_proc as found join pg_language on pg_language.oid = prolang
  where pronamespace = current_schema()::regnamespace and ${isOurs('pg_proc')}
  order by proname`

/** In the order of creation, so that a table comes after those that it refers to. */
const tablesText = `select 'table' as kind, relname as name, relname as table,
    format(E'create %stable %s (\\n  %s\\n)%s', case when relpersistence = 'u' then 'unlogged ' else '' end, relname,
      concat_ws(E',\\n  ', (
        select string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod),
            case when attcollation <> typcollation then format('collate %I', collname) end,
            case when attnotnull then 'not null' end,
            'default ' || pg_get_expr(adbin, adrelid, true)), E',\\n  ' order by attnum)
        from pg_attribute join pg_type on pg_type.oid = atttypid
          left join pg_collation on pg_collation.oid = attcollation
          left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = found.oid and attnum > 0 and not attisdropped
      ), (
        select string_agg(pg_get_constraintdef(oid, true), E',\\n  '
          order by position(contype::text in 'pufcx'), conkey, pg_get_constraintdef(oid, true))
        from pg_constraint where conrelid = found.oid and contype in ('p', 'u', 'f', 'c', 'x')
      )),
      case when relrowsecurity then ' with row level security' else '' end
    ) as text
  from pg_class as found
  where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and ${isOurs('pg_class')}
  order by found.oid`

const indexesText = `select 'index' as kind, found.relname as name, owner.relname as table,
    pg_get_indexdef(found.oid, 0, true) || case when indisvalid then '' else ' (invalid)' end as text
  from pg_index join pg_class as found on found.oid = indexrelid join pg_class as owner on owner.oid = indrelid
  where found.relnamespace = current_schema()::regnamespace and owner.relkind in ('r', 'p')
    and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
  order by owner.oid, found.relname`

const triggersText = `select 'trigger' as kind, tgname as name, relname as table,
    pg_get_triggerdef(found.oid, true) || case when tgenabled in ('O', 'A') then '' else ' (disabled)' end as text
  from pg_trigger as found join pg_class on pg_class.oid = tgrelid
  where relnamespace = current_schema()::regnamespace and not tgisinternal
  order by pg_class.oid, tgname`

const rulesText = `select 'rule' as kind, rulename as name, tablename as table, definition as text
  from pg_rules where schemaname = current_schema() order by tablename, rulename`
