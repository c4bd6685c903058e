/** Addresses that parsers of URLs would repair or misread, and that a customer must never be sent to. */
import { directRow, invalid, missing, type Row, sessionRow, text } from './row.ts'

export const badAddresses: readonly string[] = [
  '',
  ' ',
  'shop.example.com/done',
  '/done',
  '//evil.example/done',
  'https:evil.example',
  'https:/evil.example',
  'https://',
  'https:///evil.example',
  'https://?x=1',
  'https://#x',
  'https://:443/',
  'javascript:alert(1)',
  'javascript://shop.example.com/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'ftp://shop.example.com/',
  'file:///etc/passwd',
  'blob:https://shop.example.com/1',
  'ws://shop.example.com/',
  'hTTps://shop.example.com/',
  'https://alex@shop.example.com/',
  'https://alex:secret@shop.example.com/',
  'https://@shop.example.com/',
  'https://shop.example.com@evil.example/',
  'https://a\\@evil.example/',
  'https://evil.example\\shop.example.com/',
  'https://shop.example.com\\',
  'https:\\\\evil.example',
  '\thttps://shop.example.com/',
  ' https://shop.example.com/',
  'https://shop.example.com/ ',
  'https://shop.example.com/a b',
  'https://shop.example.com/\n',
  'https://sho\np.example.com/',
  'ht\ntps://shop.example.com/',
  'https://shop.example.com/\u0000',
  'https://shop.example.com/\u007f',
  'https://shop.example.com/\u0085',
  'https://shop.example.com/\u202a',
  'https://shop.example.com/\u202e',
  'https://shop.example.com/\u2028',
  'https://shop.example.com/\ud800',
  'https://shop.example.com:99999/',
  'https://shop.example.com:port/',
  'https://[::1',
  'https://[shop]/',
  'https://exa%00mple.com/',
  'https://exa<mple.com/',
  'https://1.2.3.4.5/',
  `https://shop.example.com/${'x'.repeat(2048)}`,
]

const noTexts = ['1', 'true', '{}', '["https://shop.example.com/"]', '1.5']

export const addresses: readonly Row[] = [
  sessionRow('no redirect_url', { redirect_url: undefined }, missing('redirect_url')),
  sessionRow('redirect_url null', { redirect_url: 'null' }, missing('redirect_url')),
  ...noTexts.map((raw) => sessionRow(`redirect_url ${raw}`, { redirect_url: raw }, invalid('redirect_url'))),
  ...badAddresses.map((url) =>
    sessionRow(
      `redirect_url ${text(url).slice(0, 60)}`,
      { redirect_url: text(url) },
      invalid('redirect_url'),
    ),
  ),
  ...badAddresses
    .filter((_, index) => index % 4 === 0)
    .flatMap((url) => [
      sessionRow(
        `callback_url ${text(url).slice(0, 60)}`,
        { callback_url: text(url) },
        invalid('callback_url'),
      ),
      directRow(`return_url ${text(url).slice(0, 60)}`, { return_url: text(url) }, invalid('return_url')),
    ]),
]
