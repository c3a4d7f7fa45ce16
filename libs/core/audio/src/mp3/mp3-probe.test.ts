import { probeWhole } from '../../test/recordings.ts';

/** MPEG 2.5, 8 kHz mono, 16 kbit/s: 144 bytes and 72 ms a frame. Side information of 0 is digital silence. */
const silentFrame = (fill = 0): number[] => [
  0xff,
  0xe3,
  0x28,
  0xc4,
  ...Array.from({ length: 140 }, () => fill),
];
const LOUD_SIDE = [0x00, 0x0f, 0xf0, 0x03, 0xff];
const frame = (): number[] => silentFrame().toSpliced(4, LOUD_SIDE.length, ...LOUD_SIDE);
const frames = (count: number): number[] => Array.from({ length: count }, () => frame()).flat();
const text = (value: string): number[] => [...value].map((char) => char.charCodeAt(0));
const long = (value: number): number[] => [
  value >>> 24,
  (value >> 16) & 0xff,
  (value >> 8) & 0xff,
  value & 0xff,
];

const infoFrame = (fields: number[]): number[] => {
  const bytes = frame();
  bytes.splice(13, 4 + fields.length, ...text('Info'), ...fields);
  return bytes;
};
const vbriFrame = (count: number, bytesOfAll = 0): number[] => {
  const bytes = frame();
  bytes.splice(36, 18, ...text('VBRI'), 0, 1, 0, 0, 0, 0, ...long(bytesOfAll), ...long(count));
  return bytes;
};
const id3v2 = (bodyBytes: number, flags = 0): number[] => [
  ...text('ID3'),
  ...[4, 0, flags, 0, 0, bodyBytes >> 7, bodyBytes & 0x7f],
  ...Array.from({ length: bodyBytes + (flags ? 10 : 0) }, () => 0xff),
];
const id3v1 = [...text('TAG'), ...Array.from({ length: 125 }, () => 0x20)];
const ape = [...text('APETAGEX'), ...[0xd0, 7, 0, 0, 40, 0, 0, 0], ...Array.from({ length: 56 }, () => 0x31)];

const answer = (...parts: number[][]): string => {
  const verdict = probeWhole(Uint8Array.from(parts.flat()));
  if (verdict.verdict !== 'accept') return `${verdict.verdict} ${verdict.reason}`;
  return ['accept', verdict.audio.durationMs, ...verdict.flags].join(' ');
};

const JUNK = text('these bytes do not start a frame');

describe('the MP3 probe', () => {
  it('counts whole frames', () => {
    expect(answer(frames(5))).toBe('accept 360');
    expect(answer(frames(5), frame().slice(0, 100))).toBe('quarantine TRUNCATED');
    expect(answer(frames(5), frame().slice(0, 4))).toBe('quarantine TRUNCATED');
    expect(answer(frames(5), frame().slice(0, 2))).toBe('quarantine TRUNCATED');
  });

  it('flags silence, at the end and in all frames', () => {
    const silent = (count: number): number[] => Array.from({ length: count }, () => silentFrame()).flat();
    expect(answer(silent(20))).toBe('accept 1440 SILENT');
    expect(answer(frames(5), silent(15))).toBe('accept 1440 SILENT_TAIL');
    expect(answer(silent(15), frames(5))).toBe('accept 1440');
    expect(answer(infoFrame([...long(1), ...long(20)]), silent(20))).toBe('accept 1440 SILENT');
  });

  it('says how many bytes follow the stream', () => {
    const bytes = [infoFrame([...long(1), ...long(5)]), frames(5), JUNK].flat();
    expect(probeWhole(Uint8Array.from(bytes))).toMatchObject({ trailingBytes: JUNK.length });
  });

  it('skips tags before, between and after the frames', () => {
    expect(answer(id3v2(300), frames(5), id3v1)).toBe('accept 360');
    expect(answer(id3v2(300, 0x10), frames(5), ape, id3v1)).toBe('accept 360');
    expect(answer(frames(2), id3v1, id3v2(20), frames(3))).toBe('accept 360');
  });

  it('does not count the frame that carries the claim', () => {
    expect(answer(infoFrame([...long(3), ...long(5), ...long(864)]), frames(5))).toBe('accept 360');
    expect(answer(infoFrame(long(0)), frames(5))).toBe('accept 360');
    expect(answer(vbriFrame(6), frames(5))).toBe('accept 360');
  });

  it('finds a file cut that has fewer frames or bytes than the claim declares', () => {
    expect(answer(infoFrame([...long(1), ...long(6)]), frames(5))).toBe('quarantine TRUNCATED');
    expect(answer(infoFrame([...long(2), ...long(865)]), frames(5))).toBe('quarantine TRUNCATED');
    expect(answer(vbriFrame(7), frames(5))).toBe('quarantine TRUNCATED');
    expect(answer(vbriFrame(6, 864), frames(5))).toBe('accept 360');
    expect(answer(vbriFrame(6, 865), frames(5))).toBe('quarantine TRUNCATED');
  });

  it('finds a stream malformed that loses sync', () => {
    expect(answer(frames(2), JUNK, frames(2))).toBe('quarantine MALFORMED_HEADER');
    expect(answer(id3v2(10), JUNK)).toBe('quarantine MALFORMED_HEADER');
    expect(answer(infoFrame([...long(1), ...long(5)]), frames(4), JUNK)).toBe('quarantine MALFORMED_HEADER');
  });

  it('does not accept the zeros of a download that broke off', () => {
    expect(
      answer(
        frames(5),
        Array.from({ length: 500 }, () => 0),
      ),
    ).toBe('quarantine MALFORMED_HEADER');
  });

  it('does not take the claim of bytes for a claim of frames', () => {
    expect(answer(infoFrame([...long(2), ...long(864)]), frames(5), JUNK)).toBe(
      'quarantine MALFORMED_HEADER',
    );
  });

  it('finds a single frame beside a tag malformed, and not a chance', () => {
    expect(answer(id3v2(10), frame(), JUNK)).toBe('quarantine MALFORMED_HEADER');
    expect(answer(frame(), ape, JUNK)).toBe('quarantine MALFORMED_HEADER');
    expect(answer(frame(), id3v1, JUNK)).toBe('quarantine MALFORMED_HEADER');
  });

  it('expects a footer of an ID3v2 tag only if its flag says so', () => {
    const withFlag = (flags: number): number[] => id3v2(20).with(5, flags);
    expect(answer(withFlag(0x01), frames(5))).toBe('accept 360');
    expect(answer(withFlag(0x20), frames(5))).toBe('accept 360');
  });

  it('flags junk after a stream that has all its declared frames', () => {
    expect(answer(infoFrame([...long(1), ...long(5)]), frames(5), JUNK)).toBe('accept 360 TRAILING_DATA');
    expect(answer(infoFrame([...long(1), ...long(5)]), frames(5), [1, 2])).toBe('accept 360 TRAILING_DATA');
  });

  it('counts frames of the stream behind the declared ones, and quarantines any other frames there', () => {
    const claim = infoFrame([...long(1), ...long(5)]);
    const stereo = (count: number): number[] =>
      Array.from({ length: count }, () => frame().with(3, 0x44)).flat();
    expect(answer(claim, frames(9))).toBe('accept 648');
    expect(answer(claim, frames(5), stereo(4))).toBe('quarantine MALFORMED_HEADER');
    expect(answer(claim, frames(5), JUNK, frames(4))).toBe('quarantine MALFORMED_HEADER');
    expect(answer(claim, frames(7), JUNK, id3v1, stereo(4))).toBe('quarantine MALFORMED_HEADER');
  });

  it('names a stream that is not read behind a tag', () => {
    const freeFormat = frame().with(2, 0x08);
    expect(answer(id3v2(20), freeFormat, freeFormat)).toBe('quarantine UNSUPPORTED_FORMAT');
    expect(answer(id3v2(20), [0xff, 0xf1, 0x50, 0x80, 1, 2])).toBe('quarantine UNSUPPORTED_FORMAT');
  });

  it('keeps the length of the frames before sync was lost', () => {
    const verdict = probeWhole(Uint8Array.from([...frames(2), ...JUNK]));
    expect(verdict).toMatchObject({ reason: 'MALFORMED_HEADER', audio: { durationMs: 144 } });
  });

  it('does not take a single frame before other bytes for an MP3', () => {
    expect(answer(frame(), JUNK)).toBe('quarantine NOT_AUDIO');
  });

  it('rejects what holds no audio frame', () => {
    expect(answer(id3v2(50))).toBe('reject HEADER_ONLY');
    expect(answer(infoFrame([...long(1), ...long(5)]))).toBe('reject HEADER_ONLY');
  });

  it('quarantines a file that ends inside a tag or its first frame', () => {
    for (const length of [4, 10, 60]) {
      expect(answer(id3v2(100).slice(0, length))).toBe('quarantine TRUNCATED');
    }
    expect(answer(frame().slice(0, 100))).toBe('quarantine TRUNCATED');
  });

  it('refuses an ID3v2 length that is not made of 7-bit bytes', () => {
    expect(answer([...text('ID3'), 4, 0, 0, 0xff, 0xff, 0xff, 0xff], frames(3))).toBe(
      'quarantine MALFORMED_HEADER',
    );
  });
});
