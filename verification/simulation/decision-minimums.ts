/**
 * Which command must meet which state how often in 20 000 seeds: about a quarter of what is usual. What is not listed
 * happens too seldom to be asked for, or cannot happen.
 */
export const decisionMinimums: Readonly<Record<string, number>> = {}
