/** The parameters that an adapter may use here. The SDK's own types are the judge of whether Stripe knows them. */

const list = ['created', 'limit', 'starting_after', 'expand']

const parameters: Readonly<Record<string, readonly string[]>> = {
  'POST payment_intents': [
    'allowed_payment_method_types',
    'amount',
    'capture_method',
    'confirmation_method',
    'currency',
    'metadata',
    'statement_descriptor_suffix',
  ],
  'GET payment_intents id': ['expand'],
  'POST payment_intents id confirm': ['expand', 'payment_method', 'return_url'],
  'POST payment_intents id cancel': ['cancellation_reason', 'expand'],
  'POST payment_methods': ['billing_details', 'card', 'type'],
  'GET payment_intents': list,
  'POST refunds': ['amount', 'metadata', 'payment_intent'],
  'GET refunds': [...list, 'payment_intent'],
}

export function allowedParameters(name: string): readonly string[] {
  return parameters[name] ?? []
}
