/** The shop's pages, plain HTML without scripts. `html` escapes every value put into it. */
import { html, raw } from 'hono/html'
import type { Payment } from '../../client/src/flowlix.ts'
import { declineReason } from './decline-reason.ts'
import type { Order } from './orders.ts'
import { findProduct, formatAmount, type Product, products } from './products.ts'
import type { Difference } from './verify-payment.ts'

export type Page = ReturnType<typeof html>

/** `newOrderId` is called once per product: the ID in the form makes a double click harmless. */
export function productsPage(newOrderId: () => string): Page {
  return layout(
    'The shop on the corner',
    html`<h1>The shop on the corner</h1>
      <p class="lead">Three good things. Nothing is delivered and no money is taken: pay with a test card.</p>
      <form method="post" action="/checkout/pay">
        <label class="choice"><input type="checkbox" name="buyer" value="member"> Sign in as Robin Berg, whose email
          address the shop knows</label>
        <ul class="products">${products.map((product) => productCard(product, newOrderId()))}</ul>
      </form>`,
  )
}

function productCard(product: Product, orderId: string): Page {
  const pay = `Pay ${formatAmount(product.amountMinor, product.currency)}`
  return html`<li>
    <h2>${product.name}</h2>
    <p class="note">${product.note}</p>
    <p class="price">${formatAmount(product.amountMinor, product.currency)}</p>
    <button name="order" value="${product.id}.${orderId}" aria-label="${pay} for ${product.name}">${pay}</button>
  </li>`
}

export function paidPage(order: Order): Page {
  return result(order, 'good', 'Thank you for your order', html`<p>We are packing your order.</p>`)
}

export function notPaidPage(order: Order, payment: Payment): Page {
  const { title, reason } = declineReason(payment)
  return result(
    order,
    'bad',
    title,
    html`<p>${reason} You haven’t been charged.</p>${payAgain(order, 'Try again')}`,
  )
}

export function pendingPage(order: Order): Page {
  const body = html`<p>Your payment is still being processed. This page checks again every three seconds.</p>
    <p><a href="${order.hpp_url}">Back to the payment page</a></p>`
  return result(order, 'waiting', 'One moment', body, '<meta http-equiv="refresh" content="3">')
}

export function notStartedPage(order: Order): Page {
  return result(
    order,
    'waiting',
    'Not paid yet',
    html`<p>This order has no payment yet.</p>${payAgain(order, 'Go to the payment page')}`,
  )
}

export function foreignPaymentPage(order: Order, different: readonly Difference[]): Page {
  return result(
    order,
    'bad',
    'This payment does not belong to this order',
    html`<p>The URL of this page names a payment that does not belong to this order. The order has not changed.</p>
      <table>
        <thead><tr><th scope="col"></th><th scope="col">This order</th><th scope="col">That payment</th></tr></thead>
        <tbody>${different.map(
          (pair) =>
            html`<tr><th scope="row">${pair.what}</th><td>${pair.order}</td><td>${pair.payment}</td></tr>`,
        )}</tbody>
      </table>
      ${lookAgain(order)}`,
  )
}

export function unknownPaymentPage(order: Order): Page {
  return result(
    order,
    'bad',
    'This payment does not belong to this order',
    html`<p>The URL of this page names a payment that does not exist. The order has not changed.</p>
      ${lookAgain(order)}`,
  )
}

export function unreachablePage(order: Order): Page {
  return result(
    order,
    'waiting',
    'We couldn’t check your payment',
    html`<p>The payment service is not responding at the moment. Please do not pay again. Check this page in a minute.</p>
      ${lookAgain(order)}`,
  )
}

export function gatewayTroublePage(order: Order): Page {
  return result(
    order,
    'bad',
    'We couldn’t start your payment',
    html`<p>You haven’t been charged. Please try again in a moment.</p>${payAgain(order, 'Try again')}`,
  )
}

export function notFoundPage(what: string): Page {
  return layout(
    'Not found',
    html`<section class="card"><h1>Not found</h1><p>${what} does not exist.</p><p><a href="/">Continue shopping</a></p></section>`,
  )
}

function payAgain(order: Order, label: string): Page {
  return html`<form method="post" action="/checkout/${order.id}/pay"><button>${label}</button></form>`
}

function lookAgain(order: Order): Page {
  return html`<p><a class="button" href="/checkout/${order.id}/complete">Check your order</a></p>`
}

type Mood = 'good' | 'bad' | 'waiting'

function result(order: Order, mood: Mood, title: string, body: Page, head = ''): Page {
  return layout(
    title,
    html`<section class="card ${mood}">
      <h1>${title}</h1>
      ${body}
      <dl>
        <dt>Order</dt><dd>#${order.number}</dd>
        <dt>Item</dt><dd>${findProduct(order.item)?.name ?? order.item}</dd>
        <dt>Amount</dt><dd>${formatAmount(order.amount_minor, order.currency)}</dd>
        ${order.payment_id === null ? '' : html`<dt>Payment</dt><dd>${order.payment_id}</dd>`}
      </dl>
      <p><a href="/">Continue shopping</a></p>
    </section>`,
    head,
  )
}

function layout(title: string, body: Page, head = ''): Page {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/shop.css">
<link rel="icon" href="data:,">
${raw(head)}
</head>
<body><main>${body}</main></body>
</html>`
}
