import { alawMagnitude, mulawMagnitude } from './g711.ts';

describe('G.711', () => {
  it('decodes the ends of the mu-law scale', () => {
    expect([0xff, 0xfe, 0xf0, 0xef, 0x80, 0x00].map(mulawMagnitude)).toEqual([
      0, 8, 120, 132, 32_124, 32_124,
    ]);
  });

  it('decodes the ends of the A-law scale', () => {
    expect([0xd5, 0xd4, 0xda, 0xc5, 0xaa, 0x2a].map(alawMagnitude)).toEqual([
      8, 24, 248, 264, 32_256, 32_256,
    ]);
  });
});
