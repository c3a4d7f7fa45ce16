import { readRecording } from '../../test/recordings.ts';
import { isGsmBlockAudible } from './gsm-block.ts';
import { makeImaBlock } from './ima-block.ts';

/** Adds the codes of IMA ADPCM, four bits each, behind a header of the first sample and step index. */
const imaBlock = (sample: number, index: number, codes: number[]): Uint8Array => {
  const bytes = [sample & 0xff, (sample >> 8) & 0xff, index, 0];
  for (let at = 0; at < codes.length; at += 2) bytes.push(codes[at]! | (codes[at + 1]! << 4));
  return Uint8Array.from(bytes);
};
const isImaAudible = (block: Uint8Array): boolean => makeImaBlock(block.length, 1)(0, block, 0);

describe('an IMA ADPCM block', () => {
  it('is audible by its first sample or by a decoded one', () => {
    expect(isImaAudible(imaBlock(33, 0, [0, 0]))).toBe(true);
    expect(isImaAudible(imaBlock(-33, 0, [0, 0]))).toBe(true);
    expect(isImaAudible(imaBlock(32, 0, [0, 8, 0, 8, 0, 8, 0, 8]))).toBe(false);
    // Of step 7, code 1 adds 1 and code 7 adds 11; 7 raises the index by 8, to step 16.
    expect(isImaAudible(imaBlock(32, 0, [1, 0]))).toBe(true);
    expect(isImaAudible(imaBlock(32, 0, [9, 0]))).toBe(false);
    expect(isImaAudible(imaBlock(0, 0, [7, 3]))).toBe(false);
    expect(isImaAudible(imaBlock(0, 0, [7, 5]))).toBe(true);
    expect(isImaAudible(imaBlock(0, 200, [0, 0]))).toBe(true);
  });

  it('keeps its channels apart: four bytes of each in turn', () => {
    const block = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, ...[0, 0, 0, 0], ...[0, 0, 0, 0x77]]);
    const isAudible = makeImaBlock(block.length, 2);
    expect([isAudible(0, block, 0), isAudible(1, block, 0)]).toEqual([false, true]);
  });
});

describe('a GSM block', () => {
  it('is audible if a subframe of either frame has an excitation', () => {
    const silent = readRecording('reported/silent-gsm.wav').slice(60, 125);
    expect(isGsmBlockAudible(0, silent, 0)).toBe(false);
    for (const frame of [0, 1]) {
      for (const subframe of [0, 1, 2, 3]) {
        for (const bit of [0, 5]) {
          const at = frame * 260 + 36 + subframe * 56 + 11 + bit;
          const block = silent.slice();
          block[at >> 3]! |= 1 << (at & 7);
          expect([frame, subframe, isGsmBlockAudible(0, block, 0)]).toEqual([frame, subframe, true]);
        }
      }
    }
  });
});
