/** `flowlix trigger`: events that really happen, in a gateway that works. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicEventTypes } from '../../../src/core/public-events.ts'
import { systemClock } from '../../../src/platform/system-clock.ts'
import { type ListeningApp, openListeningApp } from '../../api/listening-app.ts'
import { type Desk, openDesk, type Typed } from '../../support/typed-command.ts'

let gateway: ListeningApp
let desk: Desk
let stopWorking: () => Promise<void>
beforeAll(async () => {
  gateway = await openListeningApp({ clock: systemClock, sandboxRefundMs: 50 })
  const stopping = new AbortController()
  const working = gateway.app.app.work(20, stopping.signal)
  stopWorking = async () => {
    stopping.abort()
    await working
  }
  desk = openDesk()
})
afterAll(async () => {
  desk.close()
  gateway.app.app.stopAccepting()
  await stopWorking()
  await gateway.close()
})

const trigger = (args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Typed> =>
  desk.type(['trigger', ...args], { FLOWLIX_API_URL: `http://127.0.0.1:${gateway.port}`, ...settings })

const eventOf = ({ stdout }: Typed) => JSON.parse(stdout)

describe('flowlix trigger', () => {
  it.each(publicEventTypes)('makes a %s happen to a payment that can be retrieved', async (type) => {
    const typed = await trigger([type, '--wait', '60s', '--json'])
    expect([typed.code, typed.stderr]).toEqual([0, ''])
    const event = eventOf(typed)
    expect(event.type).toBe(type)
    const path = `/v1/payments/${event.data.payment.id}`
    expect((await gateway.app.call('GET', path)).status).toBe(200)
  })

  it('prints the event, as often as was asked for, with the terms that were asked for', async () => {
    const many = await trigger(['payment.canceled', '--amount', '1000', '--currency', 'usd', '--count', '3'])
    const lines = many.stdout.split('\n')
    expect(lines).toHaveLength(3)
    for (const line of lines) expect(line).toMatch(/^payment\.canceled {2}evt_\w+ {2}pay_\S+ {2}USD 10\.00$/)
    const described = ['--description', 'Two books', '--email', 'ada@example.com']
    const metadata = ['--metadata', 'order=7', '--metadata', 'note=a=b']
    const { data } = eventOf(await trigger(['payment.succeeded', '--json', ...described, ...metadata]))
    expect(data.payment).toMatchObject({
      description: 'Two books',
      customer: { email: 'ada@example.com' },
      metadata: { order: '7', note: 'a=b' },
    })
  })

  it.each([
    ['--decline-code', 'insufficient_funds', 'insufficient_funds'],
    ['--decline-code', 'generic_decline', 'generic_decline'],
    ['--card', 'stolen_card', 'stolen_card'],
    ['--card', '4000000000000069', 'expired_card'],
  ])('declines with %s %s', async (option, value, declineCode) => {
    const { data } = eventOf(await trigger(['payment.failed', option, value, '--json']))
    expect(data.payment.decline_code).toBe(declineCode)
  })

  it('lists what can be triggered if nothing is named', async () => {
    const { code, stdout } = await trigger([], { FLOWLIX_API_URL: 'http://127.0.0.1:2' })
    expect(code).toBe(0)
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['TYPE', ...publicEventTypes]),
    )
  })

  it('ends with status 1 if something else happens, and with 2 if nothing does in time', async () => {
    const other = await trigger(['payment.succeeded', '--card', 'do_not_honor'])
    expect([other.code, other.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^flowlix: There will be no payment\.succeeded, because payment\.failed happened to pay_\S+\.$/,
      ),
    ])
    const late = await trigger(['payment.succeeded', '--card', 'slow_bank', '--wait', '50ms'])
    expect([late.code, late.stderr]).toEqual([2, 'flowlix: payment.succeeded did not arrive within 0.05 s.'])
  })

  it('refuses a live key before it asks anything', async () => {
    const settings = { FLOWLIX_API_KEY: 'fl_live_sk_1', FLOWLIX_API_URL: 'http://127.0.0.1:2' }
    expect(await trigger(['payment.succeeded'], settings)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'flowlix: Events can be triggered only with a test key, and FLOWLIX_API_KEY is a live key.',
    })
  })

  it.each([
    [['payment.paid'], /^flowlix: "payment\.paid" is not an event type; the types are /],
    [['payment.failed', '--decline-code', 'nope'], /^flowlix: --decline-code must be one of /],
    [['payment.failed', '--decline-code', 'toString'], /^flowlix: --decline-code must be one of /],
    [
      ['payment.succeeded', '--decline-code', 'expired_card'],
      /^flowlix: --decline-code has an effect only with/,
    ],
    [['payment.failed', '--decline-code', 'expired_card', '--card', 'visa'], /name two cards/],
    [['payment.canceled', '--card', 'visa'], /^flowlix: --card has no effect with payment\.canceled\./],
    [
      ['payment.succeeded', '--card', 'gold'],
      /^flowlix: --card must be the number or the name of a test card/,
    ],
    [
      ['payment.succeeded', '--amount', '0'],
      /^flowlix: --amount must be an integer from 1 to 999999999999\./,
    ],
    [['payment.succeeded', '--currency', 'chf'], /^flowlix: --currency must be one of eur, usd, gbp\./],
    [['payment.succeeded', '--metadata', 'x'], /^flowlix: --metadata must look like name=value\./],
    [
      ['payment.succeeded', '--wait', 'long'],
      /^flowlix: --wait must be a duration such as 500ms, 10s, or 2m\./,
    ],
    [['payment.succeeded', '--count', '0'], /^flowlix: --count must be an integer from 1 to 1000\./],
    [
      ['payment.succeeded', '--email', 'nobody'],
      /^flowlix: The parameter customer\.email must be an email address/,
    ],
  ])('rejects %j in one sentence, with status 2', async (args, sentence) => {
    const { code, stdout, stderr } = await trigger(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toContain('\n')
  })
})
