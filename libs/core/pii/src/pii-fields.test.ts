import { strictestOf } from './pii-fields.ts';

describe('strictestOf', () => {
  it('drops what one policy drops, and hashes what one hashes', () => {
    const policies = [
      { customerId: 'keep', a: 'hash' },
      { customer_id: 'hash', A: 'drop' },
    ] as const;
    expect(strictestOf(policies)).toEqual({ customerid: 'hash', a: 'drop' });
  });

  it('keeps only what all policies keep', () => {
    expect(strictestOf([{ ani: 'keep', note: 'keep' }, { note: 'keep' }])).toEqual({ note: 'keep' });
    expect(strictestOf([])).toEqual({});
  });
});
