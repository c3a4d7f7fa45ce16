import { archiveError } from './archive-error.ts';

/** Reads a stream of bytes in pieces of known lengths. */
export type ByteCursor = {
  /** @throws {OcpContractError} if there are fewer. */
  take(count: number): Promise<Buffer>;
  /** The next bytes as they come. @throws {OcpContractError} if there are fewer. */
  pass(count: number): AsyncGenerator<Uint8Array, void, undefined>;
};

export const makeByteCursor = (chunks: AsyncIterator<Uint8Array>): ByteCursor => {
  let held: Uint8Array = new Uint8Array();

  const pass = async function* (count: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let left = count; left > 0; ) {
      if (held.length === 0) {
        const { done, value } = await chunks.next();
        if (done === true) throw archiveError('it ends inside an entry');
        held = value;
      }
      const piece = held.subarray(0, left);
      held = held.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  };

  const take = async (count: number): Promise<Buffer> => {
    const pieces: Uint8Array[] = [];
    for await (const piece of pass(count)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  return { take, pass };
};
