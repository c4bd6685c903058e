/** The end of every page: how to reach the shop's support, and what applies. */
import type { Merchant } from '../../core/merchant.ts'
import { type Contact, contactsOf } from '../contacts.ts'
import { type MessageKey, type Messages, withLocale } from '../messages.ts'
import { constant } from '../templates/constant.ts'
import { ofMerchant } from '../templates/of-merchant.ts'
import { webAddress } from '../web-address.ts'
import { LanguageForm, LanguageLink } from './language-choice.tsx'

type Worded = Readonly<{ messages: Messages }>
type OfMerchant = Worded & Readonly<{ merchant: Merchant }>

/** Our own name, which is the same in every language. */
const product = 'Flowlix'

type FooterProps = Worded & Readonly<{ merchant: Merchant | null; isForm: boolean }>

export function Footer({ messages, merchant, isForm }: FooterProps) {
  return (
    <footer>
      {merchant === null
        ? constant(OwnFooter, { messages })
        : ofMerchant(MerchantFooter, { messages, merchant })}
      {constant(isForm ? LanguageLink : LanguageForm, { messages })}
    </footer>
  )
}

function OwnFooter({ messages }: Worded) {
  return (
    <nav aria-label={messages.text('page.footer')}>
      <OwnLink messages={messages} path="/privacy" text="footer.privacy" />
      <OwnLink messages={messages} path="/accessibility" text="footer.accessibility" />
    </nav>
  )
}

/** The support comes first and in the same place on every page. */
function MerchantFooter({ messages, merchant }: OfMerchant) {
  const contacts = contactsOf(merchant)
  const privacyUrl = webAddress(merchant.privacyUrl)
  return (
    <>
      {contacts.length === 0 ? null : (
        <address>
          {contacts.map((contact) => (
            <ContactLink messages={messages} contact={contact} />
          ))}
        </address>
      )}
      <nav aria-label={messages.text('page.footer')}>
        <SideLink messages={messages} href={webAddress(merchant.termsUrl)} text="footer.terms" />
        <SideLink messages={messages} href={webAddress(merchant.refundPolicyUrl)} text="footer.refunds" />
        {privacyUrl === null ? (
          <OwnLink messages={messages} path="/privacy" text="footer.privacy" />
        ) : (
          <SideLink messages={messages} href={privacyUrl} text="footer.privacy" />
        )}
        <OwnLink messages={messages} path="/accessibility" text="footer.accessibility" />
      </nav>
      {merchant.poweredBy === false ? null : <p>{messages.text('footer.poweredBy', { product })}</p>}
    </>
  )
}

function ContactLink({ messages, contact }: Worded & Readonly<{ contact: Contact }>) {
  const { href, text } = contact
  if (text === null) return <SideLink messages={messages} href={href} text="footer.contact" />
  return (
    <a href={href}>
      <bdi>{text}</bdi>
    </a>
  )
}

type LinkProps = Worded & Readonly<{ text: MessageKey }>

function OwnLink({ messages, path, text }: LinkProps & Readonly<{ path: string }>) {
  return <SideLink messages={messages} href={withLocale(path, messages.locale)} text={text} />
}

/** Leaving a card form empties it for good, so whatever is read on the side opens beside it. */
function SideLink({ messages, href, text }: LinkProps & Readonly<{ href: string | null }>) {
  if (href === null) return null
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {messages.text(text)} <span class="unseen">{messages.text('page.newTab')}</span>
    </a>
  )
}
