import { finished, type Readable } from 'node:stream';

/**
 * The bytes of a stream in the pieces in which they were received, one at a time. `for await` over the stream joins pieces
 * into new memory while its reader is slow, and those pieces are not freed at once. Leaving it closes the stream.
 *
 * @throws the error of the stream.
 */
export const piecesOf = async function* (stream: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  let piece: Uint8Array | undefined;
  let end: { readonly error: Error | null | undefined } | undefined;
  let wake = (): void => undefined;
  finished(stream, { writable: false }, (error) => {
    end = { error };
    wake();
  });
  stream.on('data', (received: Uint8Array) => {
    stream.pause();
    piece = received;
    wake();
  });
  try {
    for (;;) {
      if (piece) {
        const given = piece;
        piece = undefined;
        yield given;
      } else if (end) {
        if (end.error) throw end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          stream.resume();
        });
      }
    }
  } finally {
    stream.destroy();
  }
};
