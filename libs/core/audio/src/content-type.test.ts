import { contentTypeOf } from './content-type.ts';
import { quarantine, reject } from './verdict.ts';

const audio = {
  container: 'wav',
  codec: 'pcm_s16le',
  channels: 1,
  sampleRateHz: 8000,
  durationMs: 1,
} as const;

describe('contentTypeOf', () => {
  it('names the format of playable audio, whole or cut', () => {
    expect(contentTypeOf({ verdict: 'accept', audio, flags: [] })).toBe('audio/wav');
    expect(contentTypeOf(quarantine('TRUNCATED', 'cut', audio))).toBe('audio/wav');
    expect(contentTypeOf(quarantine('TRUNCATED', 'cut', { ...audio, container: 'mp3', codec: 'mp3' }))).toBe(
      'audio/mpeg',
    );
  });

  it('does not guess at bytes without known audio', () => {
    expect(contentTypeOf(reject('NOT_AUDIO', 'readable text'))).toBe('application/octet-stream');
  });
});
