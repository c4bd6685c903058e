/** The settings of the limits, as the throttles take them. */
import type { Config } from '../config/read-config.ts'
import type { Mode } from '../core/payment/payment.ts'
import { noThrottles, type ThrottleSettings } from '../throttles/throttles.ts'

/** A waiting page asks 14 times in its first minute, and some customers have it open twice. */
const statusPerMinute = 60

export function throttleSettings(config: Config, cardModes: readonly Mode[]): ThrottleSettings {
  if (config.throttles === 'off') return noThrottles
  return {
    failedKeysPerMinute: config.failedKeysPerMinute,
    unknownPagesPerMinute: config.unknownPagesPerMinute,
    statusPerMinute,
    cards: {
      postsPerMinute: config.cardPostsPerMinute,
      declinesPerAddress: config.addressDeclinesMax,
      declinesPerHour: config.cardDeclinesPerHour,
      declinesPerDay: config.cardDeclinesPerDay,
      breaker: {
        declinePercent: config.breakerDeclinePercent,
        attemptsMin: config.breakerAttemptsMin,
        pauseMs: config.breakerPauseSeconds * 1_000,
      },
    },
    cardModes,
  }
}
