/** Enough digits of a card number to know its networks, and too few to identify the card. */
export const networkDigits = 8
