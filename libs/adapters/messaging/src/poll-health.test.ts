import { firstLineOf } from './poll-health.ts';

describe('firstLineOf', () => {
  it('leaves out the further lines, where AWS repeats the signed request', () => {
    const text =
      'queue q: SignatureDoesNotMatch: check your key\n\nThe Canonical String: x-amz-security-token:s3cret';
    expect(firstLineOf(new Error(text))).toBe('queue q: SignatureDoesNotMatch: check your key');
  });

  it('is no longer than a line', () => {
    expect(firstLineOf(new Error('x'.repeat(1_000)))).toHaveLength(300);
    expect(firstLineOf(new Error(''))).toBe('');
  });
});
