import type { BlockMeter } from '../sound/block-meter.ts';
import { isGsmBlockAudible } from '../sound/gsm-block.ts';
import { makeImaBlock } from '../sound/ima-block.ts';
import { loudValuesOf } from '../sound/loud-values.ts';
import { makeSampleMeter } from '../sound/sample-meter.ts';
import { makeSoundTrack, type SoundTrack } from '../sound/sound-track.ts';
import { makeWholeBlockMeter } from '../sound/whole-block-meter.ts';
import type { WavFormat } from './format.ts';

export const makeWavSoundTrack = (format: WavFormat): SoundTrack =>
  makeSoundTrack(makeMeter(format), format.channels);

const makeMeter = ({ codec, blockBytes, channels }: WavFormat): BlockMeter => {
  const samples = loudValuesOf(codec);
  if (samples !== undefined) return makeSampleMeter(samples, channels);
  const isBlockAudible = codec === 'gsm_ms' ? isGsmBlockAudible : makeImaBlock(blockBytes, channels);
  return makeWholeBlockMeter(blockBytes, channels, isBlockAudible);
};
