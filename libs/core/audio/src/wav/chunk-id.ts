const PRINTABLE_ID = /^[\x20-\x7e]{4}$/;

export const isChunkId = (id: string): boolean => PRINTABLE_ID.test(id);

/** Ids that writers of WAV files use. A file may have others. */
const KNOWN_IDS: ReadonlySet<string> = new Set([
  ...['fmt ', 'data', 'fact', 'LIST', 'cue ', 'bext', 'JUNK', 'junk', 'PAD ', 'FLLR', 'id3 ', 'ID3 '],
  ...['smpl', 'inst', 'PEAK', 'iXML', 'plst', 'note', 'labl', 'DISP', 'axml', 'chna', 'cart', '_PMX', 'umid'],
]);

export const isKnownChunkId = (id: string): boolean => KNOWN_IDS.has(id);
