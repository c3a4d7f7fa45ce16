/** Names of codecs that are not read, by their format tag in mmreg.h. */
const OTHER_CODECS: Readonly<Record<number, string>> = {
  2: 'Microsoft ADPCM',
  34: 'TrueSpeech',
  64: 'G.721',
  66: 'G.723.1',
  69: 'G.726',
  80: 'MPEG audio',
  85: 'MP3',
  100: 'G.726',
  101: 'G.722',
  131: 'G.729',
  255: 'AAC',
  273: 'G.723.1',
  307: 'G.729',
  320: 'G.726',
  352: 'Windows Media Audio',
  353: 'Windows Media Audio',
  5632: 'AAC',
  5648: 'AAC',
  26447: 'Vorbis',
  28751: 'Opus',
  41225: 'Speex',
};

/** Describes the codec of a format tag that is not read. */
export const nameOfTag = (tag: number): string => {
  const number = `format tag 0x${tag.toString(16)}`;
  const name = OTHER_CODECS[tag];
  return name === undefined ? number : `${name} (${number})`;
};
