import { flagSilence } from './sound.ts';

const flags = (silentChannels: number, audibleMs: number, durationMs: number, channels = 2) =>
  flagSilence({ silentChannels, audibleMs }, channels, durationMs);

describe('flagSilence', () => {
  it('tells a silent recording from one with a silent side', () => {
    expect(flags(2, 0, 90_000)).toEqual({ flags: ['SILENT'] });
    expect(flags(1, 90_000, 90_000)).toEqual({ flags: ['ONE_SIDE_SILENT'] });
    expect(flags(0, 90_000, 90_000)).toEqual({ flags: [] });
    expect(flags(1, 0, 90_000, 1)).toEqual({ flags: ['SILENT'] });
  });

  it.each([
    [1_000, 2_000, 1_000],
    [1_001, 2_000, undefined],
    [999, 1_998, undefined],
    [540_000, 600_000, 60_000],
    [540_001, 600_000, undefined],
  ])('of sound until %i ms in %i ms, flags a tail of %s ms', (audibleMs, durationMs, silentTailMs) => {
    const flagged = silentTailMs === undefined ? { flags: [] } : { flags: ['SILENT_TAIL'], silentTailMs };
    expect(flags(0, audibleMs, durationMs)).toEqual(flagged);
  });
});
