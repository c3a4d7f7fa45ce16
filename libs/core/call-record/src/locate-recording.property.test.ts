import fc from 'fast-check';
import { CallId, TenantId } from './ids.ts';
import { quarantineKey, recordingKey } from './locate-recording.ts';

/** Ids of any text, many with characters that have a meaning in keys and URLs. */
const idText = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom('a', '/', '.', '%', '2', 'F', 'E', ' ', '~', '+', '\\'),
      maxLength: 5,
    }),
    fc.string({ unit: 'binary', maxLength: 5 }),
  )
  .filter((text) => CallId.safeParse(text).success);
const call = fc.record({
  tenantId: idText.map((id) => TenantId.parse(id)),
  callId: idText.map((id) => CallId.parse(id)),
});

describe('recordingKey', () => {
  it('gives two calls the same key only if they are the same call', () => {
    fc.assert(
      fc.property(call, call, (a, b) => {
        const isSame = a.tenantId === b.tenantId && a.callId === b.callId;
        expect(recordingKey(a) === recordingKey(b)).toBe(isSame);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has one slash, no segment that a URL would resolve, and fits into S3, also after "recordings/"', () => {
    fc.assert(
      fc.property(call, (one) => {
        const key = recordingKey(one);
        expect(key.split('/')).toHaveLength(2);
        const path = `/${key.split('/').map(encodeURIComponent).join('/')}`; // As the S3 client requests it.
        expect(new URL(path, 'https://bucket.example').pathname).toBe(path);
        expect(quarantineKey(one, 'f'.repeat(64)).length).toBeLessThanOrEqual(1_024);
      }),
    );
  });

  it.each([
    ['a/b', 'c', 'a', 'b/c'],
    ['a%2Fb', 'c', 'a/b', 'c'],
    ['a', '..', 'a', '%2E%2E'],
    ['a', 'É', 'a', 'É'.normalize('NFD')],
  ])('gives different keys to %s, %s and %s, %s', (tenantA, callA, tenantB, callB) => {
    const keyOf = (tenant: string, id: string): string =>
      recordingKey({ tenantId: TenantId.parse(tenant), callId: CallId.parse(id) });
    expect(keyOf(tenantA, callA)).not.toBe(keyOf(tenantB, callB));
  });

  it('fits into S3 for the longest ids', () => {
    const longest = { tenantId: TenantId.parse('通'.repeat(52)), callId: CallId.parse('/'.repeat(156)) };
    expect(quarantineKey(longest, 'f'.repeat(64)).length).toBeLessThanOrEqual(1_024);
  });
});
