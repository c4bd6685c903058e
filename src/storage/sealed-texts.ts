/** Statements about kept responses that are sealed, for every engine. */
import { idempotencyChangingColumns, idempotencyKeyColumns } from './rows/idempotency-record-row.ts'
import type { Placeholder } from './statements.ts'

/** Values: the key after which they begin, and how many at most. Every other response is a JSON object. */
export function sealedRecordsText(placeholder: Placeholder): string {
  return `select ${[...idempotencyKeyColumns, ...idempotencyChangingColumns].join(', ')} from idempotency_records
    where (key_id, key) > (${placeholder(1)}, ${placeholder(2)}) and response_body not like '{%'
    order by key_id, key limit ${placeholder(3)}`
}

/** Values: the new body, the key, and the body before. */
export function replaceBodyText(placeholder: Placeholder): string {
  return `update idempotency_records set response_body = ${placeholder(1)}
    where key_id = ${placeholder(2)} and key = ${placeholder(3)} and response_body = ${placeholder(4)}`
}
