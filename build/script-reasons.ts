/**
 * Why each script is on the payment page, and each file in it. The build fails if a reason is missing, or if one is left
 * over: together with the hashes, this is the inventory that PCI DSS 6.4.3 demands.
 */

export type ScriptReason = Readonly<{
  /** Where it runs. */
  pages: string
  reason: string
}>

/** By the name of the script's entry in src/payment-page/browser, without "-page.ts". */
export const scriptReasons: Readonly<Record<string, ScriptReason>> = {
  form: {
    pages: 'The card form of live payments.',
    reason:
      'Formats what the customer types, explains mistakes before the form is sent, and keeps a payment from being sent twice. The form works without it.',
  },
  'email-form': {
    pages: 'The card form of live payments that asks for an email address.',
    reason:
      'Does what the script of the card form does, and asks about an email address that looks mistyped. The form works without it.',
  },
  'long-form': {
    pages: 'The card form of live payments that asks for a billing address.',
    reason:
      'Does what the scripts of other card forms do, and checks the address. The form works without it.',
  },
  'network-form': {
    pages: 'The card form of live payments whose merchant accepts local networks.',
    reason:
      'Does what the scripts of other card forms do, and offers the networks of a co-badged card. The form works without it.',
  },
  'network-short-form': {
    pages:
      'The card form of live payments whose merchant accepts local networks, and whose session is shorter than 20 hours.',
    reason: 'Does what both scripts of such forms do.',
  },
  'test-form': {
    pages: 'The card form of test payments.',
    reason:
      'Does what the script of live payments does, and fills in test cards. It is never on the page of a live payment.',
  },
  'short-form': {
    pages: 'The card form of live payments whose session is shorter than 20 hours.',
    reason:
      'Does what the scripts of other live payments do, warns before the time is over, and gives more time.',
  },
  'test-short-form': {
    pages: 'The card form of test payments whose session is shorter than 20 hours.',
    reason:
      'Does what the scripts of short live payments and of test payments do. It is never on the page of a live payment.',
  },
  state: {
    pages: 'The pages that wait for the outcome, and the receipt.',
    reason:
      'Learns when the outcome is known and shows it, writes times in the zone of the customer, and prints the receipt. The pages work without it.',
  },
  'hand-off': {
    pages: "The page that takes the customer to the bank, and the one that leads out of a bank's frame.",
    reason:
      'Goes to the bank without a click, and lets the bank recognize the browser first. The pages work without it.',
  },
}

/** By file. */
export const fileReasons: Readonly<Record<string, string>> = {
  'src/card-brands/brand-table.ts': 'Knows the number ranges and lengths of the card brands.',
  'src/core/card/card.ts': 'Names the card brands.',
  'src/core/card/digits.ts': 'Checks the length and the check digit of a card number.',
  'src/payment-page/browser/browser-data.ts':
    'Adds what 3-D Secure asks about the browser, such as its screen size, to the form.',
  'src/payment-page/browser/brand.ts':
    'Recognizes the brand of the number while it is typed, to show its mark.',
  'src/payment-page/browser/canceling.ts': 'Asks before a customer leaves who has entered something.',
  'src/payment-page/browser/card-form.ts':
    'Connects the fields with the checks and with the messages beside them.',
  'src/payment-page/browser/email-field.ts': 'Asks about an email address that looks mistyped.',
  'src/payment-page/browser/address-fields.ts':
    'Follows the country of the billing address, and asks about a postcode that looks mistyped.',
  'src/payment-page/browser/networks.ts':
    'Asks the gateway for the networks of a co-badged card, with the first eight digits of its number, and offers them.',
  'src/payment-page/browser/on-form.ts': 'Finds the parts of the form for the other files.',
  'src/payment-page/fields/postcodes.ts': 'Finds the rule for the postcodes of a country.',
  'src/payment-page/browser/error-summary.ts': 'Lists what is wrong, and leads to the field.',
  'src/payment-page/browser/expiry-typing.ts': 'Separates the month from the year while the date is typed.',
  'src/payment-page/browser/hand-off-page.ts':
    "Sends the form that leads to the bank, and leaves the bank's frame.",
  'src/payment-page/browser/method.ts':
    "Runs the bank's 3-D Secure method in a hidden frame, for ten seconds at most.",
  'src/payment-page/browser/local-times.ts': 'Writes times in the zone of the customer.',
  'src/payment-page/browser/number-typing.ts': 'Groups the digits of the card number while it is typed.',
  'src/payment-page/browser/polling.ts': 'Asks the gateway whether the outcome of the payment is known.',
  'src/payment-page/browser/printing.ts': 'Makes the button that prints the receipt work.',
  'src/payment-page/browser/state-page.ts': 'Starts the script of the waiting page and the receipt.',
  'src/payment-page/browser/submitting.ts': 'Sends the form once, and shows that the payment is being made.',
  'src/payment-page/browser/test-tools.ts': 'Fills in a test card, in test mode only.',
  'src/payment-page/date-style.ts': 'Says how a time is written.',
  'src/payment-page/browser/time-limit.ts': 'Warns before a short session is over, and extends it.',
  'src/payment-page/fields/email-suggestion.ts':
    'Knows the domains of email addresses that many people have.',
  'src/payment-page/fields/field-rules.ts': 'Checks the fields by the rules that the gateway applies again.',
  'src/payment-page/fields/typed-digits.ts': 'Finds the digits in what was typed or pasted.',
}
