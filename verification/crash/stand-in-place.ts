/** How the gateway of a crash campaign finds the stand-in of an acquirer. */
const variable = 'STAND_IN'
const names = ['stripe', 'checkout'] as const
type Name = (typeof names)[number]

export const standInKey = 'sk_test_crashCampaign'
/** Of Checkout.com, which says 15 minutes: a campaign cannot wait that long. */
export const tokenLifeMs = 4_000

export function standInEnvironment(name: Name, url: string): Readonly<Record<string, string>> {
  return { [variable]: `${name} ${url}` }
}

export function standInPlace(environment: NodeJS.ProcessEnv): Readonly<{ name: Name; url: string }> | null {
  const [given = '', url = ''] = (environment[variable] ?? '').split(' ')
  const name = names.find((one) => one === given)
  return name === undefined ? null : { name, url }
}
