import { CallId } from '@recordings/call-record';
import { errorDetailsOf } from './error-details.ts';

const failedCall = (n: number) => ({
  callId: CallId.parse(`c-${n}`),
  code: 'TRUNCATED',
  message: 'x'.repeat(500),
});

describe('errorDetailsOf', () => {
  it('cuts the words of OCP', () => {
    const { errorMessage } = JSON.parse(errorDetailsOf({ errorMessage: 'x'.repeat(5_000) })) as {
      errorMessage: string;
    };
    expect(errorMessage).toHaveLength(1_000);
  });

  it('names the first failed calls, and counts the others', () => {
    const calls = Array.from({ length: 100 }, (_, n) => failedCall(n));
    const text = errorDetailsOf({ calls });
    expect(Buffer.byteLength(text)).toBeLessThan(4_200);
    const { calls: named, otherCalls } = JSON.parse(text) as { calls: unknown[]; otherCalls: number };
    expect(named).toEqual(calls.slice(0, named.length));
    expect(named.length).toBeGreaterThan(3);
    expect(named.length + otherCalls).toBe(100);
  });
});
