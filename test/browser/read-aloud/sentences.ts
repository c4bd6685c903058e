/**
 * The main states of the page as a screen reader reads them in English: roles, names, values, states, and in parentheses
 * descriptions. Banner and footer are read once, because all pages share them.
 */

export const banner = `
banner
  text "Test mode"
  text "No money will be taken. Don’t use a real card."`

export const formFooter = `
footer
  link "help@shop.example"
  navigation "About this page"
    link "Privacy (opens in a new tab)"
    link "Accessibility (opens in a new tab)"
  text "Powered by Flowlix"
  link "Language: English"`

export const footer = `
footer
  link "help@shop.example"
  navigation "About this page"
    link "Privacy (opens in a new tab)"
    link "Accessibility (opens in a new tab)"
  text "Powered by Flowlix"
  form
    combobox "Language", "English"
    button "Change language"`

/** What is read before and after what differs. */
const order = `
heading 1 "Pay €1,234.56 to Test Shop"
term "For"
definition
  text "Order 1001: two tickets for the evening of the 24th"
term "Sold by"
definition
  text "Test Shop Ltd, Berlin, Germany"`.trimStart()
const summary = order.replace('heading 1 "Pay €1,234.56 to Test Shop"', 'text "€1,234.56"\ntext "Test Shop"')
const cards = `
  heading 2 "Card details"
  list "Accepted cards"
    picture "Visa"
    picture "Mastercard"
    picture "American Express"
    picture "Discover"
    picture "Diners Club"
    picture "JCB"
    picture "UnionPay"
    picture "Maestro"`.slice(1)
const button = `
  status, live polite
  button "Pay €1,234.56"
  text "Encrypted. Your card number and security code are never stored. Your bank may ask you to approve this payment."`.slice(
  1,
)
const cancel = 'link "Cancel and return to Test Shop"'
const support = `
text "Payment reference"
text "pay_x"
link "Questions? Contact Test Shop"`.trimStart()
const receipt = `
term "For"
definition
  text "Order 1001: two tickets for the evening of the 24th"
term "Paid to"
definition
  text "Test Shop"
  text "Test Shop Ltd, Berlin, Germany"
term "Card"
definition
  text "Visa ending in 4242"
term "Date"
definition
  text "(date)"
term "Payment reference"
definition
  text "pay_x"
button "Print receipt"
link "Questions? Contact Test Shop"`.trimStart()

/** By the names of verification/browser/pages.ts. */
export const sentences: Readonly<Record<string, string>> = {
  'the form': `
page "Pay €1,234.56 to Test Shop (test mode)", focused
${order}
form "Card details"
${cards}
  text "Card number"
  field "Card number", required
  status, live polite
  text "Expiry date"
  text "MM / YY"
  field "Expiry date", required, (MM / YY)
  text "Security code"
  text "3 or 4 digits"
  field "Security code", required, (3 or 4 digits)
  text "Name on card"
  field "Name on card", required
  text "Email address"
  text "Shared with the shop for your order"
  field "Email address", required, (Shared with the shop for your order)
${button}
${cancel}`,
  'the form with errors': `
page "Error: Pay €1,234.56 to Test Shop (test mode)", focused
${order}
alert, live assertive
  heading 2 "Please correct the following"
  list
    link "Check your card number. There may be a typo"
    link "This card has expired. Check the date or use a different card"
    link "Enter the security code"
    link "Enter the name on your card"
    link "Enter your email address"
form "Card details"
${cards}
  text "Card number"
  field "Card number", "4111 1111 1111 1112", focused, required, invalid, (Error: Check your card number. There may be a typo)
  status, live polite
    picture "Visa"
  text "Error:"
  text "Check your card number. There may be a typo"
  text "Expiry date"
  text "MM / YY"
  field "Expiry date", "01 / 20", required, invalid, (MM / YY Error: This card has expired. Check the date or use a different card)
  text "Error:"
  text "This card has expired. Check the date or use a different card"
  text "Security code"
  text "3 digits on the back"
  field "Security code", required, invalid, (3 digits on the back Error: Enter the security code)
  text "Error:"
  text "Enter the security code"
  text "Name on card"
  field "Name on card", required, invalid, (Error: Enter the name on your card)
  text "Error:"
  text "Enter the name on your card"
  text "Email address"
  text "Shared with the shop for your order"
  field "Email address", required, invalid, (Shared with the shop for your order Error: Enter your email address)
  text "Error:"
  text "Enter your email address"
${button}
${cancel}`,
  'the form with a co-badged card': `
page "Pay €1,234.56 to Test Shop (test mode)", focused
heading 1 "Pay €1,234.56 to Test Shop"
term "For"
definition
  text "Order 1001: two tickets for the evening of the 24th"
form "Card details"
  heading 2 "Card details"
  list "Accepted cards"
    picture "CB"
    picture "Visa"
    picture "Mastercard"
    picture "American Express"
    picture "Discover"
    picture "Diners Club"
    picture "JCB"
    picture "UnionPay"
    picture "Maestro"
  text "Card number"
  field "Card number", "4000 0025 0000 1001", focused, required
  status, live polite
    picture "Visa"
  group "Pay with"
    legend
      text "Pay with"
    radio "CB", checked
    text "CB"
    radio "Visa"
    text "Visa"
  text "Expiry date"
  text "MM / YY"
  field "Expiry date", required, (MM / YY)
  text "Security code"
  text "3 digits on the back"
  field "Security code", required, (3 digits on the back)
  text "Name on card"
  field "Name on card", required
  text "Email address"
  text "Shared with the shop for your order"
  field "Email address", required, (Shared with the shop for your order)
${button}
${cancel}`,
  'the form after a declined card': `
page "Declined: €1,234.56 to Test Shop (test mode)", focused
${summary}
alert, focused, live assertive
  heading 1 "Payment declined"
  text "Your bank declined the payment. You haven’t been charged."
  text "Try a different card or contact your bank."
form "Card details"
${cards}
  text "Card number"
  field "Card number", required, (Enter your card number)
  status, live polite
  text "Enter your card number"
  text "Expiry date"
  text "MM / YY"
  field "Expiry date", required, (MM / YY)
  text "Security code"
  text "3 or 4 digits"
  field "Security code", required, (3 or 4 digits Enter the security code)
  text "Enter the security code"
  text "Name on card"
  field "Name on card", required
  text "Email address"
  text "Shared with the shop for your order"
  field "Email address", required, (Shared with the shop for your order)
${button}
${cancel}`,
  'the question before leaving': `
page "Cancel this payment? €1,234.56 to Test Shop (test mode)", focused
${summary}
heading 1 "Cancel this payment?"
text "You’ll leave without paying, and this payment link will stop working."
link "Continue paying"
form
  button "Cancel payment"
${support}`,
  'the waiting page': `
page "Checking with your bank: €1,234.56 to Test Shop (test mode)", focused
${summary}
heading 1 "Checking with your bank"
status, live polite
  text "We’re confirming your payment. Please don’t pay again."
link "Check again"
${support}`,
  'the challenge': `
page "Confirm with your bank: €1,234.56 to Test Shop (test mode)", focused
${summary}
heading 1 "Confirm with your bank"
text "Your bank needs to confirm it’s you paying €1,234.56 to Test Shop. It may text you a code or ask you to approve in its app."
text "You won’t be charged unless you confirm."
link "Continue to your bank"
link "I’ve already confirmed"
${cancel}
${support}`,
  'the way to the bank': `
page "Confirm with your bank: €1,234.56 to Test Shop (test mode)", focused
${summary}
heading 1 "Taking you to your bank"
form
  button "Continue to your bank"
${support}`,
  'the receipt right after paying': `
page "Paid: €1,234.56 to Test Shop (test mode)", focused
text "Test Shop"
heading 1 "Payment successful"
text "€1,234.56"
text "Your payment to Test Shop is complete."
link "Return to Test Shop"
${receipt}`,
  'the receipt after a refund': `
page "Refunded: €10.00 of €1,234.56 by Test Shop (test mode)", focused
text "Test Shop"
heading 1 "€10.00 of €1,234.56 refunded"
text "Test Shop has refunded your card. It may take a few days to appear."
link "Return to Test Shop"
term "Paid"
definition
  text "€1,234.56"
term "Refunded"
definition
  text "€10.00"
  text "(date)"
${receipt}`,
  'a declined payment': `
page "Declined: €1,234.56 to Test Shop (test mode)", focused
text "Test Shop"
heading 1 "Payment declined"
text "€1,234.56 to Test Shop"
text "Your bank declined the payment."
text "You haven’t been charged."
text "Return to Test Shop to try again with a different card."
link "Return to Test Shop"
${support}`,
  'a payment that the customer left': `
page "Payment canceled: €1,234.56 to Test Shop (test mode)", focused
text "Test Shop"
heading 1 "Payment canceled"
text "€1,234.56 to Test Shop"
text "You canceled this payment."
text "You haven’t been charged."
link "Return to Test Shop"
${support}`,
  'an expired payment': `
page "Payment link expired: €1,234.56 to Test Shop (test mode)", focused
text "Test Shop"
heading 1 "This payment link has expired"
text "€1,234.56 to Test Shop"
text "This link is no longer valid."
text "You haven’t been charged."
link "Return to Test Shop"
${support}`,
}
