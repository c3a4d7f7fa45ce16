/** Bytes. Enough to tell text from audio. */
const SAMPLE_BYTES = 512;
/** A message is short. Longer text may be an encoded recording, which the reader keeps. */
const MAX_MESSAGE_BYTES = 65_536;

/** Media types of pages and messages: a login, an error, a job's metadata. */
const PAGE = /^(text\/(html|xml)|application\/(xml|json|[\w.-]+\+(json|xml)))$/;

/** How a WAV or an MP3 begins. */
const AUDIO_MARKS = ['RIFF', 'RIFX', 'RF64', 'ID3'];
const UTF_16_MARKS = ['\xff\xfe', '\xfe\xff'];

/**
 * What an answer of 200 is. Bytes that begin like audio are a recording, whatever their media type. Other bytes are a
 * page if their type is the type of a page, or if all of them are a short text. Any other bytes are for the reader to judge.
 *
 * @param start the first bytes of the body.
 * @param isAll whether no other bytes follow.
 * @returns undefined if more bytes are needed.
 */
export const judgeStart = (
  contentType: string | undefined,
  start: Uint8Array,
  isAll: boolean,
): 'page' | 'recording' | undefined => {
  if (start.length < SAMPLE_BYTES && !isAll) return undefined;
  const text = Buffer.from(start.subarray(0, SAMPLE_BYTES)).toString('latin1');
  if (AUDIO_MARKS.some((mark) => text.startsWith(mark)) || isMp3Frame(start)) return 'recording';
  const mediaType = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  if (PAGE.test(mediaType)) return 'page';
  if (!isText(text) || start.length > MAX_MESSAGE_BYTES) return 'recording';
  return isAll ? 'page' : undefined;
};

/** The header of an MPEG audio frame of layer III: 11 set bits, a known version, the layer. */
const isMp3Frame = ([first = 0, second = 0]: Uint8Array): boolean =>
  first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) === 0x02;

/** Control characters that no text has. */
const CONTROL = /[^\P{Cc}\t\n\f\r\x80-\x9f]/u;
const PLAIN = /[\t\n\f\r\x20-\x7e]/g;
/** Of the characters of a text in a Western language: the others are accented letters. */
const MIN_PLAIN_SHARE = 0.75;

const isText = (text: string): boolean => {
  if (UTF_16_MARKS.some((mark) => text.startsWith(mark))) return true;
  const plain = text.match(PLAIN)?.length ?? 0;
  return text !== '' && !CONTROL.test(text) && plain >= MIN_PLAIN_SHARE * text.length;
};
