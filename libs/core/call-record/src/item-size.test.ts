import fc from 'fast-check';
import { cutText, itemBytes } from './item-size.ts';

describe('itemBytes', () => {
  it('counts names, values, and what lists and maps cost', () => {
    expect(itemBytes({ name: 'ñ' })).toBe(4 + 2);
    expect(itemBytes({ n: 1.5 })).toBe(1 + 21);
    expect(itemBytes({ yes: true, none: null })).toBe(3 + 1 + 4 + 1);
    expect(itemBytes({ list: ['a', 'bc'] })).toBe(4 + 3 + 2 + 3);
    expect(itemBytes({ map: { a: 'b' } })).toBe(3 + 3 + 1 + 2);
  });

  it('does not count a field without a value', () => {
    expect(itemBytes({ gone: undefined })).toBe(0);
  });
});

describe('cutText', () => {
  it('gives the beginning of a text, at most so many bytes, and no half of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, maxBytes) => {
        const whole = text.toWellFormed();
        const cut = cutText(whole, maxBytes);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
        expect(whole.startsWith(cut)).toBe(true);
        if (cut !== whole) expect(maxBytes - Buffer.byteLength(cut)).toBeLessThan(4);
      }),
    );
  });
});
