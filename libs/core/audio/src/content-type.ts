import type { AudioVerdict } from './verdict.ts';

/** The media type to store the bytes under: what they are, never what the sender called them. */
export const contentTypeOf = (verdict: AudioVerdict): string => {
  switch (verdict.audio?.container) {
    case 'wav':
      return 'audio/wav';
    case 'mp3':
      return 'audio/mpeg';
    case undefined:
      return 'application/octet-stream';
  }
};
