import type { AudioFlag } from '../verdict.ts';

/** Where a recording has sound: samples above -60 dBFS. */
export type Sound = {
  /** Channels that have none. */
  readonly silentChannels: number;
  /** From the start to the end of the last sound. */
  readonly audibleMs: number;
};

/** A shorter silence at the end is normal. */
const MIN_TAIL_MS = 1_000;
/** Silence at the end is flagged if it is half of the recording, or so long. */
const LONG_TAIL_MS = 60_000;

/** @returns the flags that tell of silence, and the length of a silent tail that is flagged. */
export const flagSilence = (
  { silentChannels, audibleMs }: Sound,
  channels: number,
  durationMs: number,
): { readonly flags: AudioFlag[]; readonly silentTailMs?: number } => {
  if (silentChannels === channels) return { flags: ['SILENT'] };
  const flags: AudioFlag[] = silentChannels > 0 ? ['ONE_SIDE_SILENT'] : [];
  const tailMs = durationMs - audibleMs;
  const isLong = tailMs >= MIN_TAIL_MS && (tailMs >= LONG_TAIL_MS || tailMs * 2 >= durationMs);
  return isLong ? { flags: [...flags, 'SILENT_TAIL'], silentTailMs: tailMs } : { flags };
};
