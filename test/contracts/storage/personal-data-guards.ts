/** Statements about personal data that the database itself refuses. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Engine, RawStatement } from './engine.ts'
import { type Guarded, guarded } from './guarded.ts'

export function describePersonalDataGuards(engine: Engine): void {
  describe('personal data', () => {
    let the: Guarded
    beforeAll(async () => {
      the = await guarded(engine)
    })
    afterAll(() => the.raw.close())

    const remove = (id: string): RawStatement => [
      'update payments set personal_data_removed_at_ms = 5, version = 99 where id = ?',
      id,
    ]
    const firstOf = () => `${the.raw.eventsOfPayment} and version = 1`
    const change = (assignment: string): RawStatement => [
      `update personal_data set ${assignment} where ${firstOf()}`,
      the.failed.id,
    ]
    const filler = async () => {
      const [row] = await the.raw.rows(`select body from personal_data where ${firstOf()}`, the.failed.id)
      return `body = '${' '.repeat(String(row?.body).length)}'`
    }

    it('is not removed from an open payment', async () => {
      await the.refuses(remove(the.open.id), 'check')
    })

    it('is not removed while an attempt or a refund is unsettled', async () => {
      await the.refuses(remove(the.reversing.id), ['check', /unsettled/])
      await the.refuses(remove(the.refunded.id), /unsettled/)
    })

    it('is not overwritten before the payment says so', async () => {
      await the.refuses(change(await filler()), /only overwritten/)
      await the.takes([remove(the.failed.id), change(await filler())])
    })

    it.each([
      'body = body',
      "body = ' '",
      "body = 'x' || substr(body, 2)",
      'payment_number = payment_number + 1',
      'version = version + 500',
      'position = position + 500',
    ])('is not changed otherwise: %s', async (assignment) => {
      await the.refuses(change(assignment), /only overwritten/)
      await the.refuses([remove(the.failed.id), change(assignment)], /only overwritten/)
    })

    it('keeps the keys that the engine gives it', async () => {
      const own = the.raw.ownColumns.filter((column) => column.startsWith('personal_data.'))
      for (const column of own.map((name) => name.slice(name.indexOf('.') + 1))) {
        await the.refuses(change(`${column} = ${column} + 500`), /only overwritten/)
        await the.refuses([remove(the.failed.id), change(`${column} = ${column} + 500`)], /only overwritten/)
      }
    })

    it('is not deleted', async () => {
      const deletion = [`delete from personal_data where ${firstOf()}`, the.failed.id] as const
      await the.refuses(deletion, /not deleted/)
      await the.refuses([remove(the.failed.id), deletion], /not deleted/)
    })

    it.each(['null', '6'])('stays removed: %s', async (value) => {
      const undo = `update payments set personal_data_removed_at_ms = ${value}, version = 999 where id = ?`
      await the.refuses([remove(the.failed.id), [undo, the.failed.id]], /is final/)
    })
  })
}
