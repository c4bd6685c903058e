/** Variables that are no settings, but nearly have the name of one. */
import { describe, expect, it } from 'vitest'
import { examineSettings } from '../../src/config/read-config.ts'

const mistakesOf = (environment: Readonly<Record<string, string>>): readonly string[] =>
  examineSettings(environment, 'serve').mistakes

describe('a misspelled name', () => {
  it.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['SESSION_LIFE_SECOND', 'SESSION_LIFE_SECONDS'],
    ['ATTEMPT_MAX', 'ATTEMPTS_MAX'],
    ['RATE_LIMIT_PER_MINTE', 'RATE_LIMIT_PER_MINUTE'],
    ['LIVE_AQUIRER', 'LIVE_ACQUIRER'],
    ['PROT', 'PORT'],
    ['API_ULR', 'API_URL'],
    ['PAYURL', 'PAY_URL'],
  ])('%s is recognized as %s', (name, meant) => {
    expect(mistakesOf({ [name]: 'x' })).toEqual([`${name} is not a setting; did you mean ${meant}?`])
  })

  it.each(['APP_URL', 'API_URI', 'HOME', 'PATH', 'HOSTNAME', 'PORTS', 'POST', 'DATABASE', 'LOG_LEVELS_FILE'])(
    '%s may be set for something else',
    (name) => {
      expect(mistakesOf({ [name]: 'x' })).toEqual([])
    },
  )

  it('is ignored if the right one is set, too', () => {
    expect(mistakesOf({ DATABSE_URL: 'x', DATABASE_URL: 'sqlite:./x.db' })).toEqual([])
  })
})
