/** The settings of the limits on strangers. */
import { describe, expect, it } from 'vitest'
import { throttleSettings } from '../../src/cli/throttle-settings.ts'
import { examineSettings } from '../../src/config/read-config.ts'
import { noThrottles } from '../../src/throttles/throttles.ts'
import { readConfig } from '../support/read-config.ts'

describe('limits', () => {
  it('are off in the sandbox by default', () => {
    expect(throttleSettings(readConfig({}, 'dev'), ['test'])).toBe(noThrottles)
    expect(throttleSettings(readConfig({ THROTTLES: 'on' }, 'dev'), ['test'])).toMatchObject({
      failedKeysPerMinute: 20,
      cardModes: ['test'],
    })
  })

  it('are on in production by default', () => {
    expect(throttleSettings(readConfig({}), ['live'])).toEqual({
      failedKeysPerMinute: 20,
      unknownPagesPerMinute: 30,
      statusPerMinute: 60,
      cards: {
        postsPerMinute: 30,
        declinesPerAddress: 10,
        declinesPerHour: 5,
        declinesPerDay: 10,
        breaker: { declinePercent: 50, attemptsMin: 100, pauseMs: 300_000 },
      },
      cardModes: ['live'],
    })
    expect(throttleSettings(readConfig({ THROTTLES: 'off' }), ['live'])).toBe(noThrottles)
  })
})

describe('NODE_SECRET', () => {
  it('is at least 32 characters long, and not repeated in a message', () => {
    expect(readConfig({ NODE_SECRET: 'x'.repeat(32) }).nodeSecret).toBe('x'.repeat(32))
    const { mistakes } = examineSettings({ NODE_SECRET: 'hunter2-is-too-short' }, 'serve')
    expect(mistakes).toEqual(['NODE_SECRET must be a random secret of at least 32 characters'])
  })
})

describe('TRUSTED_PROXIES', () => {
  it('is a list of addresses and networks', () => {
    const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.0.0.5, 192.168.0.0/16,2001:db8::/32' })
    expect(trustedProxies.map(({ bits }) => bits)).toEqual([32, 16, 32])
  })

  it.each(['proxy.example.com', '10.0.0.0/33', '10.0.0.5,', '10.0.0.5;10.0.0.6'])('is not "%s"', (wrong) => {
    const { mistakes } = examineSettings({ TRUSTED_PROXIES: wrong }, 'serve')
    expect(mistakes[0]).toMatch(/^TRUSTED_PROXIES must be IP addresses or networks/)
  })
})

describe('WEBHOOK_ALLOWED_NETWORKS', () => {
  const mistakesOf = (networks: string) =>
    examineSettings({ WEBHOOK_ALLOWED_NETWORKS: networks }, 'serve').mistakes.filter((mistake) =>
      mistake.startsWith('WEBHOOK_ALLOWED_NETWORKS'),
    )

  it.each(['169.254.0.0/16', '10.0.0.0/8,169.254.169.254', 'fe80::/10', 'fd00:ec2::254', '224.0.0.0/8'])(
    'must not contain what it cannot open: %s',
    (networks) => {
      expect(mistakesOf(networks)).toEqual([
        'WEBHOOK_ALLOWED_NETWORKS must not contain link-local networks or cloud metadata services, because webhooks are never sent there',
      ])
    },
  )

  it('may contain larger networks around them', () => {
    expect(mistakesOf('10.0.0.0/8,fd00::/8,100.64.0.0/10,127.0.0.0/8,::1')).toEqual([])
  })
})
