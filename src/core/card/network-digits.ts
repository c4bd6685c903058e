/** Enough of a card number to know its networks, and too little to know the card. */
export const networkDigits = 8
