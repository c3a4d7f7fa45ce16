import fc from 'fast-check';
import { isInPartition, parsePartition } from './tenant-partition.ts';

const tenant = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
  fc.constantFrom('acme', 'Acme', 'ñandú', '4711', 'ßoft', 'unknown:acme', '_x'),
);
const countIn = (tenantId: string, texts: readonly string[]): number =>
  texts.filter((text) => isInPartition(tenantId, parsePartition(text)!)).length;

describe('a tenant', () => {
  it('is in exactly one of the partitions by hash, whatever its id and their number', () => {
    fc.assert(
      fc.property(tenant, fc.integer({ min: 1, max: 64 }), (tenantId, of) => {
        const texts = Array.from({ length: of }, (_, at) => `${at + 1}/${of}`);
        expect(countIn(tenantId, texts)).toBe(1);
      }),
    );
  });

  it('is in exactly one of two open ranges that meet', () => {
    fc.assert(
      fc.property(tenant, (tenantId) => {
        expect(countIn(tenantId, ['-M', 'N-'])).toBe(1);
      }),
    );
  });

  it('is in a range of letters in upper and in lower case', () => {
    for (const tenantId of ['acme', 'Acme', 'M-corp']) {
      expect(countIn(tenantId, ['A-M'])).toBe(1);
      expect(countIn(tenantId, ['N-Z', '0-9'])).toBe(0);
    }
    expect(countIn('4711', ['A-Z,0-9'])).toBe(1);
  });
});

it('has an empty id, which only an unreadable item has, in an open range', () => {
  expect(countIn('', ['A-M'])).toBe(0);
  expect(countIn('', ['-M'])).toBe(1);
});

it('spreads tenants over the partitions by hash', () => {
  const tenants = Array.from({ length: 400 }, (_, n) => `tenant-${n}`);
  for (const number of [1, 2, 3, 4]) {
    const share = tenants.filter((id) => isInPartition(id, parsePartition(`${number}/4`)!)).length;
    expect(share).toBeGreaterThan(60);
  }
});

it.each(['', '-', 'M-A', 'AB-C', 'A', 'A–M', '0/2', '3/2', '1/65', '1/0', '1/2,A-M', 'A-M,', 'a/b', '#-Z'])(
  'refuses %j as a partition',
  (text) => {
    expect(parsePartition(text)).toBeUndefined();
  },
);
