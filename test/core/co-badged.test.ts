/** Which numbers are co-badged: the operator's file, read strictly, and the sandbox's own cards. */
import { describe, expect, it } from 'vitest'
import { CoBadged } from '../../src/core/card/co-badged.ts'

const file = [
  '\ufeff# first,last,network',
  '49701000,49701999,cartes_bancaires',
  '',
  '  ',
  '513100, 513199, cartes_bancaires',
  '51320000,51320000,bancontact',
  '45710000,45719999,dankort',
].join('\r\n')

describe('the file with ranges', () => {
  it.each([
    ['4970100000000000', 'cartes_bancaires'],
    ['49701999', 'cartes_bancaires'],
    ['49702000', null],
    ['49700999', null],
    ['5131000000000000', 'cartes_bancaires'],
    ['5131999900000000', 'cartes_bancaires'],
    ['51320000', 'bancontact'],
    ['51320001', null],
    ['45709999', null],
    ['45710000', 'dankort'],
    ['45715555', 'dankort'],
    ['45719999', 'dankort'],
    ['45720000', null],
  ])('says of %s: %s', (digits, network) => {
    expect(CoBadged.parse(file).networkOf(digits)).toBe(network)
  })

  it('may have 200,000 lines', () => {
    const long = `${'#\n'.repeat(199_999)}${file.split('\r\n')[1]}`
    expect(CoBadged.parse(long).networkOf('49701000')).toBe('cartes_bancaires')
    expect(() => CoBadged.parse(`${long}\n`)).toThrow('it has more than 200000 lines')
  })

  it('says nothing of fewer than eight digits', () => {
    expect(CoBadged.parse(file).networkOf('4970100')).toBeNull()
    expect(CoBadged.parse('04970100,04970100,dankort').networkOf('4970100')).toBeNull()
  })

  it.each([
    ['49701000;49701999;cartes_bancaires', 'line 1 is not like 49701000,49701999,cartes_bancaires'],
    ['# ranges\n49701,49702,cartes_bancaires', 'line 2 is not like'],
    ['497010000,49701999,cartes_bancaires', 'line 1 is not like'],
    ['49701000,497019990,cartes_bancaires', 'line 1 is not like'],
    ['x49701000,49701999,cartes_bancaires', 'line 1 is not like'],
    ['4970\ufeff1000,49701999,cartes_bancaires', 'line 1 is not like'],
    ['49701000,49701999', 'line 1 is not like'],
    ['49701000,49701999,', 'line 1 is not like'],
    ['', 'it has no lines such as 49701000,49701999,cartes_bancaires'],
    ['49701000,49701999,cartes_bancaires#', 'the network in line 1 must be one of'],
    ['49701000,49701999,dankort\n49701999,49702999,dankort', 'the ranges in lines 1 and 2 overlap'],
    ['49701000,49701999,cartes_bancaires,FR', 'line 1 is not like'],
    ['4970100a,49701999,cartes_bancaires', 'line 1 is not like'],
    [
      '49701000,49701999,girocard',
      'the network in line 1 must be one of bancontact, cartes_bancaires, dankort',
    ],
    ['49701999,49701000,cartes_bancaires', 'the range in line 1 ends before it begins'],
    [
      '497010,497019,cartes_bancaires\n45710000,45719999,dankort\n49701500,49701500,dankort',
      'the ranges in lines 1 and 3 overlap',
    ],
    ['# nothing\n', 'it has no lines such as'],
  ])('is refused: %s', (text, mistake) => {
    expect(() => CoBadged.parse(text)).toThrow(mistake)
  })
})

it('the sandbox has a co-badged Visa card and a co-badged Mastercard', () => {
  const ranges = CoBadged.ofTestCards()
  const networks = ['4000002500001001', '5555552500001001', '4242424242424242'].map((pan) =>
    ranges.networkOf(pan),
  )
  expect(networks).toEqual(['cartes_bancaires', 'cartes_bancaires', null])
})

it('without ranges, no card is co-badged', () => {
  expect(new CoBadged().networkOf('4000002500001001')).toBeNull()
})
