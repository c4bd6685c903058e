/** The way back to the shop: only our two parameters change. */
import { describe, expect, it } from 'vitest'
import { withResult } from '../../src/payment-page/return-url.ts'

const ours = 'payment_id=pay_1&status=succeeded'

describe('the address back to the shop', () => {
  it.each([
    ['https://shop.example', `https://shop.example/?${ours}`],
    ['https://shop.example/done', `https://shop.example/done?${ours}`],
    ['https://shop.example/done?', `https://shop.example/done?${ours}`],
    ['https://shop.example/done?order=5', `https://shop.example/done?order=5&${ours}`],
    ['https://shop.example/done?order=5&', `https://shop.example/done?order=5&${ours}`],
    ['https://shop.example/done#thanks', `https://shop.example/done?${ours}#thanks`],
    ['https://shop.example/a?x=1#/route?y=2', `https://shop.example/a?x=1&${ours}#/route?y=2`],
    ['https://shop.example/?x=1&x=2', `https://shop.example/?x=1&x=2&${ours}`],
    ['https://shop.example/?q=a+b%20c', `https://shop.example/?q=a+b%20c&${ours}`],
    ['https://shop.example/?sig=%2Fa%2f&flag', `https://shop.example/?sig=%2Fa%2f&flag&${ours}`],
    ['https://shop.example/?status=open', `https://shop.example/?${ours}`],
    ['https://shop.example/?status=open&status=x&payment_id=mine&k=1', `https://shop.example/?k=1&${ours}`],
    ['https://shop.example/?%73tatus=open&k=1', `https://shop.example/?k=1&${ours}`],
    ['https://shop.example/?my_status=open', `https://shop.example/?my_status=open&${ours}`],
    [
      'https://shop.example/?url=https://a.b/?status=1',
      `https://shop.example/?url=https://a.b/?status=1&${ours}`,
    ],
    ['https://shop.example/ä?ö=ü', `https://shop.example/%C3%A4?%C3%B6=%C3%BC&${ours}`],
    ['http://localhost:3000/done', `http://localhost:3000/done?${ours}`],
    ['http://[::1]:3000/done', `http://[::1]:3000/done?${ours}`],
    ['https://xn--bcher-kva.example/?a=1', `https://xn--bcher-kva.example/?a=1&${ours}`],
  ])('%s becomes %s', (address, expected) => {
    expect(withResult(address, 'pay_1', 'succeeded')).toBe(expected)
  })

  it('tells the result to a shop that reads the first parameter of a name', () => {
    const url = new URL(withResult('https://shop.example/?status=succeeded', 'pay_1', 'failed'))
    expect(url.searchParams.getAll('status')).toEqual(['failed'])
  })
})
