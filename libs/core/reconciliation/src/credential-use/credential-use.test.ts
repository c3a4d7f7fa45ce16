import { recordUse } from './credential-use.ts';

const name = { service: 'ingestion-api', credential: 'ocp', key: '2026' };
const first = recordUse(name, '2026-06-15T12:00:00.000Z')(undefined).next!;

describe('recordUse', () => {
  it('keeps the first use', () => {
    expect(first).toMatchObject({ ...name, usedAt: '2026-06-15T12:00:00.000Z', revision: 1 });
  });

  it.each([
    ['2026-06-15T12:59:59.999Z', undefined],
    ['2026-06-15T11:00:00.000Z', undefined],
    ['2026-06-15T13:00:00.000Z', { usedAt: '2026-06-15T13:00:00.000Z', revision: 2, newer: true }],
  ])('after a use at 12:00 writes one of %s as %j', (usedAt, expected) => {
    const { next } = recordUse(name, usedAt as never)({ ...first, newer: true } as never);
    if (expected) expect(next).toMatchObject(expected);
    else expect(next).toBeUndefined();
  });
});
