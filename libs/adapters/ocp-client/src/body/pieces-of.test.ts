import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { piecesOf } from './pieces-of.ts';

const PIECES = ['first', 'second', 'x', 'fourth', 'fifth', 'last'].map((text) => Buffer.from(text));

/** A stream that pushes its next piece at once when it is asked, as the body of an answer does. */
const streamOf = (pieces: readonly Uint8Array[], error?: Error): Readable => {
  const left = [...pieces];
  return new Readable({
    highWaterMark: 1,
    read() {
      if (left.length === 0 && error) this.destroy(error);
      else this.push(left.shift() ?? null);
    },
  });
};
const readSlowly = async (source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> => {
  const read: Uint8Array[] = [];
  for await (const piece of source) {
    read.push(piece);
    await turn(); // The next piece is there before it is read.
  }
  return read;
};

describe('piecesOf', () => {
  it('gives every piece as it was received to a slow reader', async () => {
    const read = await readSlowly(piecesOf(streamOf(PIECES)));
    expect(read).toEqual(PIECES);
    expect(read.every((piece, at) => piece === PIECES[at])).toBe(true);
  });

  it('is needed: a stream by itself joins pieces', async () => {
    expect((await readSlowly(streamOf(PIECES))).length).toBeLessThan(PIECES.length);
  });

  it('gives nothing of a stream without bytes', async () => {
    expect(await readSlowly(piecesOf(streamOf([])))).toEqual([]);
  });

  it('throws the error of the stream, and that it was closed before its end', async () => {
    await expect(readSlowly(piecesOf(streamOf(PIECES, new Error('reset'))))).rejects.toThrow('reset');
    const closed = streamOf(PIECES);
    closed.destroy();
    await expect(readSlowly(piecesOf(closed))).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });

  it('closes the stream when its reader leaves', async () => {
    const stream = streamOf(PIECES);
    for await (const piece of piecesOf(stream)) {
      expect(piece).toBe(PIECES[0]);
      break;
    }
    expect(stream.destroyed).toBe(true);
  });
});
