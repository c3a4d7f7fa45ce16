import { declaredBytes } from './declared-bytes.ts';

describe('declaredBytes', () => {
  it.each([
    ['the length of the answer', {}, { sizeBytes: 10 }, { sizeBytes: 10 }],
    ['the checksum of the listing', { sha256: 'listed' }, {}, { sha256: 'listed' }],
    ['the checksum of the answer', {}, { sha256: 'answered' }, { sha256: 'answered' }],
  ])('takes the listed size for a hint if it has %s', (_, listed, answer, strict) => {
    expect(declaredBytes({ ...listed, sizeBytes: 12 }, answer)).toEqual({ ...strict, listedSizeBytes: 12 });
  });

  const file = { sizeBytes: 5, sha256: 'compressed' };
  it.each([
    ['the compressed bytes', file, {}],
    ['the decoded bytes', { sizeBytes: 20, sha256: 'decoded' }, { sha256: 'decoded', listedSizeBytes: 20 }],
  ])('takes the figures of a compressed file for those of %s', (_, listed, expected) => {
    const answer = { sizeBytes: file.sizeBytes, readEncoded: () => file };
    expect(declaredBytes(listed, answer)).toEqual(expected);
  });

  it('requires the listed size if the answer has no length and no checksum is known', () => {
    expect(declaredBytes({ sizeBytes: 12 }, {})).toEqual({ sizeBytes: 12 });
  });

  it('prefers the checksum of the listing, which names this recording', () => {
    expect(declaredBytes({ sha256: 'listed' }, { sha256: 'answered' })).toEqual({ sha256: 'listed' });
  });
});
