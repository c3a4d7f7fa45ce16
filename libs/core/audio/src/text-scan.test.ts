import { makeTextScan } from './text-scan.ts';

const isReadable = (...chunks: (string | number[])[]): boolean => {
  const scan = makeTextScan();
  for (const chunk of chunks) {
    scan.write(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : Uint8Array.from(chunk));
  }
  return scan.isReadable();
};

describe('makeTextScan', () => {
  it('reads an error page in any language', () => {
    expect(isReadable('<html>\r\n\t<p>grabación no disponible — 録音 😀</p></html>')).toBe(true);
  });

  it.each([
    [0x09],
    [0x0d],
    [0x20],
    [0x7e],
    [0xc2, 0x80],
    [0xdf, 0xbf],
    [0xe0, 0xa0, 0x80],
    [0xef, 0xbf, 0xbf],
    [0xf0, 0x90, 0x80, 0x80],
    [0xf4, 0x8f, 0xbf, 0xbf],
  ])('reads the character %#', (...bytes) => {
    expect(isReadable(bytes)).toBe(true);
  });

  it('reads a character that two chunks share', () => {
    expect(isReadable([0xc3], [0xb3])).toBe(true);
  });

  it.each([
    ['a NUL', [0x41, 0x00]],
    ['DEL', [0x41, 0x7f]],
    ['a lead byte at the end', [0x41, 0xc3]],
    ['a lead byte before plain text', [0xc3, 0x41]],
    ['a continuation byte alone', [0xb3]],
    ['the first continuation byte alone', [0x80]],
    ['a lead byte of no character', [0xf5, 0x80, 0x80, 0x80]],
    ['the control character before TAB', [0x08]],
    ['the control character after CR', [0x0e]],
    ['the last control character', [0x1f]],
    ['an overlong form', [0xc0, 0x80]],
  ])('does not take %s for text', (_, bytes) => {
    expect(isReadable(bytes)).toBe(false);
  });

  it('does not count long text as readable: it may be an encoded recording', () => {
    expect(isReadable('A'.repeat(65_536))).toBe(true);
    expect(isReadable('A'.repeat(65_536), 'A')).toBe(false);
  });
});
