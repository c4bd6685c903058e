/** Mistakes in settings are reported together, and never with their values. */
import { describe, expect, it } from 'vitest'
import { readSettings } from '../../src/cli/read-settings.ts'
import { ConfigRefused, examineSettings } from '../../src/config/read-config.ts'
import { readConfig } from '../support/read-config.ts'

const mistakesOf = (environment: Readonly<Record<string, string>>): readonly string[] =>
  examineSettings(environment, 'serve').mistakes

describe('mistakes', () => {
  const wrong = {
    PORT: 'secret-port',
    DATABASE_URL: 'mysql://user:secret-password@db/flowlix',
    API_URL: 'secret-api',
    PAY_URL: 'https://user:secret-pay@example.com',
    ALLOW_INSECURE_HTTP: 'secret-flag',
    RATE_LIMIT_PER_MINUTE: 'secret-rate',
    LOG_LEVEL: 'secret-level',
    SESSION_LIFE_SECONDS: 'secret-life',
    ATTEMPTS_MAX: 'secret-attempts',
    WORKER_INTERVAL_MS: 'secret-interval',
    SHUTDOWN_SECONDS: 'secret-seconds',
    PRIVACY_FILE: '/secret-text',
    ACCESSIBILITY_FILE: '/secret-text',
    SANDBOX_DATABASE: 'secret-database',
    SANDBOX_REFUND_MS: 'secret-refund',
  }

  it('are all reported together, each with the name of its setting', () => {
    expect(mistakesOf(wrong).map((mistake) => mistake.split(' ')[0])).toEqual(Object.keys(wrong))
  })

  it('of the command and the acquirer are reported together with invalid values', async () => {
    const environment = { PORT: 'x', SANDBOX_FAULTS: 'bogus', LIVE_ACQUIRER: './gone.js', DATABSE_URL: 'x' }
    const refused = readSettings(environment, 'serve', {
      unsafe: ({ host }) => [`${host} is not liked`],
    })
    await expect(refused).rejects.toMatchObject({
      name: 'ConfigRefused',
      mistakes: [
        'PORT must be an integer from 1 to 65535',
        expect.stringMatching(/^SANDBOX_FAULTS is not valid: unknown sandbox fault "bogus"/),
        'DATABSE_URL is not a setting; did you mean DATABASE_URL?',
        '127.0.0.1 is not liked',
        'LIVE_ACQUIRER must name stripe, checkout, or a file that exists',
      ],
    })
  })

  it('never repeat a value: it may be a secret in the wrong place', () => {
    expect(() => readConfig(wrong)).toThrow(ConfigRefused)
    expect(mistakesOf(wrong).join('\n')).not.toContain('secret')
  })
})
