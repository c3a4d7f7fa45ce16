/** Reads the first bytes of a body, and gives them with the body, which still has them. `start` is shorter if all are fewer. */
export const peek = async (
  body: AsyncIterable<Uint8Array>,
  sizeBytes: number,
): Promise<{ readonly start: Uint8Array; readonly bytes: AsyncIterable<Uint8Array> }> => {
  const rest = body[Symbol.asyncIterator]();
  let read: Uint8Array = new Uint8Array();
  while (read.length < sizeBytes) {
    const { done, value } = await rest.next();
    if (done === true) break;
    read = Buffer.concat([read, value]);
  }
  const bytes = (async function* () {
    try {
      if (read.length > 0) yield read;
      yield* { [Symbol.asyncIterator]: () => rest };
    } finally {
      await rest.return?.();
    }
  })();
  return { start: read.subarray(0, sizeBytes), bytes };
};
