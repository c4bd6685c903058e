/** The acquirers that are part of the gateway. Any other one is a module of the operator's. */

export const builtInAcquirers = ['stripe', 'checkout'] as const
export type BuiltInAcquirer = (typeof builtInAcquirers)[number]

/** A built-in acquirer, or the path of a module. */
export type AcquirerSource =
  | Readonly<{ kind: 'built_in'; name: BuiltInAcquirer }>
  | Readonly<{ kind: 'module'; path: string }>

export function acquirerSource(text: string): AcquirerSource {
  const name = builtInAcquirers.find((candidate) => candidate === text)
  return name === undefined ? { kind: 'module', path: text } : { kind: 'built_in', name }
}
