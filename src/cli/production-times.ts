/** What a real acquirer needs, in production or in its test environment. */
import { productionRules } from '../core/payment/rules.ts'

export const productionTimes = {
  rules: productionRules,
  authorizeTimeoutMs: 30_000,
  inquiryTimeoutMs: 10_000,
} as const
