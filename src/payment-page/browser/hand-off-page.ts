/** The script of the page that takes the browser to the bank, and of the one that takes it out of the bank's frame. */
import { startMethod } from './method.ts'

document.querySelector<HTMLFormElement>('form[data-go]')?.submit()
startMethod()
// Browsers may want the customer to press it.
if (top !== self) document.querySelector<HTMLElement>('a[target=_top]')?.click()
