/** An error page is small. Longer text may be an encoded recording, so it does not count as readable. */
const MAX_READABLE_BYTES = 65_536;

const DELETE = 0x7f;

const isControl = (byte: number): boolean => (byte < 0x20 && (byte < 0x09 || byte > 0x0d)) || byte === DELETE;

/** Bytes that must follow a UTF-8 lead byte; -1 for any other byte. */
const continuationsAfter = (lead: number): number => {
  if (lead < 0x80) return isControl(lead) ? -1 : 0;
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : -1;
};

export type TextScan = { write(chunk: Uint8Array): void; isReadable(): boolean };

/** Finds out whether all bytes are one short readable text: UTF-8 without control characters. */
export const makeTextScan = (): TextScan => {
  let seenBytes = 0;
  let expected = 0;
  let readable = true;

  const accepts = (byte: number): boolean => {
    if (expected > 0) {
      expected -= 1;
      return (byte & 0xc0) === 0x80;
    }
    expected = continuationsAfter(byte);
    return expected >= 0;
  };

  return {
    write: (chunk) => {
      seenBytes += chunk.length;
      readable &&= seenBytes <= MAX_READABLE_BYTES && chunk.every(accepts);
    },
    isReadable: () => readable && expected === 0,
  };
};
