/** What the command line offers, and the error for what it does not. */

export class UsageError extends Error {
  override name = 'UsageError'
}

export const usage = `flowlix <command>

  dev                 the sandbox on this machine: test mode, a public key, data in ./data
  serve               production; settings come from the environment
  merchants create    --name "Your Shop" [--legal-name --city --country --support-email --support-url
                      --terms-url --privacy-url]
  merchants list
  keys create         --merchant <id> --mode test|live; prints the key once
  keys list           [--merchant <id>]
  keys revoke         <key id>
  explain             <payment id>; its life in plain words, and what is awaited
  reconcile           --mode test|live [--from TIME --to TIME] [--repair]; our book beside the acquirer's
`
