import { makeStepReader, type Step } from './step-reader.ts';

const bytes = Uint8Array.from({ length: 20 }, (_, index) => index);

describe('makeStepReader', () => {
  it.each([1, 2, 3, 7, 20])('gathers across chunks of %i bytes', (size) => {
    const taken: number[][] = [];
    const take = (count: number, next?: Step): Step => ({
      kind: 'take',
      bytes: count,
      then: (got) => {
        taken.push([...got]);
        return next;
      },
    });
    const reader = makeStepReader(take(2, { kind: 'skip', bytes: 5, then: () => take(4) }));
    for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size));
    expect(taken).toEqual([
      [0, 1],
      [7, 8, 9, 10],
    ]);
    expect(reader.progress()).toEqual({ position: 11, stepBytes: 0, isSkipping: false });
  });

  it('goes through empty stretches without waiting for a byte', () => {
    const positions: number[] = [];
    const empty = (next?: Step): Step => ({
      kind: 'skip',
      bytes: 0,
      then: (position) => {
        positions.push(position);
        return next;
      },
    });
    const reader = makeStepReader({ kind: 'skip', bytes: 3, then: () => empty(empty()) });
    reader.write(bytes.subarray(0, 3));
    expect(positions).toEqual([3, 3]);
  });

  it('shows a sink each byte once, in order', () => {
    const seen: number[] = [];
    const reader = makeStepReader({
      kind: 'skip',
      bytes: Number.POSITIVE_INFINITY,
      sink: (chunk, start, end) => seen.push(...chunk.subarray(start, end)),
      then: () => undefined,
    });
    reader.write(bytes.subarray(0, 9));
    reader.write(bytes.subarray(9));
    expect(seen).toEqual([...bytes]);
    expect(reader.progress()).toEqual({ position: 20, stepBytes: 20, isSkipping: true });
  });
});
