import type { AudioVerdict } from './verdict.ts';

/** The media type to store the bytes under. It follows from the bytes, not from the sender's header. */
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
