/** What is typed after `flowlix listen`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readForwardUrl } from '../../../src/cli/remote/forward-options.ts'
import { type ListeningApp, openListeningApp } from '../../api/listening-app.ts'
import { openDesk } from '../../support/typed-command.ts'

let gateway: ListeningApp
beforeAll(async () => {
  gateway = await openListeningApp()
})
afterAll(() => gateway.close())

describe('as it is typed, flowlix listen', () => {
  const type = async (args: readonly string[], settings: Readonly<Record<string, string>> = {}) => {
    const desk = openDesk()
    const typed = await desk.type(['listen', ...args], {
      FLOWLIX_API_URL: `http://127.0.0.1:${gateway.port}`,
      ...settings,
    })
    desk.close()
    return typed
  }

  it('prints a secret that depends on the key alone, without a gateway', async () => {
    const FLOWLIX_API_URL = 'http://localhost:2'
    const { code, stdout, stderr } = await type(['--print-secret'], { FLOWLIX_API_URL })
    expect([code, stdout, stderr]).toEqual([0, 'whsec_F9OE4y+3rTsmxlwdgtbvkko4KhyNaYts3iFZJ/7nVrA=', ''])
    const other = await type(['--print-secret'], { FLOWLIX_API_KEY: 'fl_test_sk_other' })
    expect(other.stdout).not.toBe(stdout)
  })

  it('warns of a live key, and ends when the gateway refuses the key', async () => {
    const { code, stderr } = await type([], { FLOWLIX_API_KEY: 'fl_live_sk_unknown' })
    const [warning, error] = stderr.split('\n')
    expect(code).toBe(1)
    expect(warning).toContain('This is a live key')
    expect(error).toMatch(/^flowlix: .*API key.*\.$/)
  })

  it.each([
    [['--forward-to', 'ftp://localhost/x'], '--forward-to must be a URL such as localhost:3000/webhooks'],
    [['--forward-to', 'http://'], '--forward-to must be a URL such as localhost:3000/webhooks'],
    [
      ['--forward-to', 'http://a:b@localhost'],
      '--forward-to must not contain a username or a password; use --header instead',
    ],
    [['--forward-to', 'localhost:1', '--header', 'x'], '--header must look like name:value'],
    [
      ['--forward-to', 'localhost:1', '--header', 'a:1', '--header', 'é:1'],
      '--header must look like name:value',
    ],
    [['--forward-to', 'localhost:1', '--header', 'Webhook-Id: 1'], '--header cannot replace webhook-id'],
    [['--no-retry'], '--no-retry has an effect only with --forward-to'],
    [['--header', 'a:1'], '--header has an effect only with --forward-to'],
    [['--since', 'noon'], '--since must be a date like 2027-01-31 or a time like 2027-01-31T12:00:00Z'],
    [['--since', '2999-01-31'], '--since must not be in the future'],
  ])('rejects %j in one sentence', async (args, sentence) => {
    const { code, stderr } = await type(args)
    expect([code, stderr]).toEqual([2, `flowlix: ${sentence}. See "flowlix listen --help".`])
  })

  it('rejects an event that the gateway does not have', async () => {
    const { code, stderr } = await type(['--since', 'evt_0'])
    expect(code).toBe(2)
    expect(stderr).toBe(
      'flowlix: --since must be a time, or the ID of an event that this API key can read. See "flowlix listen --help".',
    )
  })

  it('takes a host without a scheme as HTTP, and a URL whole', () => {
    expect(readForwardUrl('localhost:3000/a?b=1&c=2').href).toBe('http://localhost:3000/a?b=1&c=2')
    expect(readForwardUrl('https://shop.test/x').href).toBe('https://shop.test/x')
  })
})
