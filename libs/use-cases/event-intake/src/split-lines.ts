const NEWLINE = 0x0a;
const blanks: ReadonlySet<number> = new Set([0x09, 0x0d, 0x20]);

/** Splits bytes at each newline. Blank lines are left out. */
export const splitLines = (body: Uint8Array): Uint8Array[] => {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < body.length; ) {
    const newline = body.indexOf(NEWLINE, from);
    const to = newline === -1 ? body.length : newline;
    lines.push(body.subarray(from, to));
    from = to + 1;
  }
  return lines.filter((line) => !line.every((byte) => blanks.has(byte)));
};
