/** The payment page as a customer sees it on a phone, by day or by night as the reader's own screen. */
export function PagePicture() {
  return (
    <figure class="picture">
      <picture>
        <source srcset="/docs/payment-page-phone-dark.webp" media="(prefers-color-scheme:dark)" />
        <img
          src="/docs/payment-page-phone-light.webp"
          width={390}
          height={844}
          alt="The payment page on a phone: the shop’s name and the amount, fields for the card, and a button to pay."
        />
      </picture>
      <figcaption>What your customer sees</figcaption>
    </figure>
  )
}
