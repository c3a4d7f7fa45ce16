import { flagSilence, type Sound } from './sound/sound.ts';
import type { Acceptance, AudioFacts } from './verdict.ts';

/** The verdict on a whole recording. `trailingBytes`: how many bytes follow it. */
export const acceptWithFlags = (audio: AudioFacts, sound: Sound, trailingBytes: number): Acceptance => {
  const { flags, ...silence } = flagSilence(sound, audio.channels, audio.durationMs);
  return trailingBytes > 0
    ? { verdict: 'accept', audio, flags: [...flags, 'TRAILING_DATA'], ...silence, trailingBytes }
    : { verdict: 'accept', audio, flags, ...silence };
};
