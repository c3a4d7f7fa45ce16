import { acceptWithFlags } from '../accept-with-flags.ts';
import type { AudioProbe } from '../audio-probe.ts';
import { makeStepReader, type ReaderProgress } from '../step-reader.ts';
import { type AudioFacts, type AudioVerdict, quarantine, reject } from '../verdict.ts';
import { durationMsOf, framesIn } from './duration.ts';
import type { WavFormat } from './format.ts';
import { shortfallOf } from './shortfall.ts';
import { possibleSampleBytes } from './trailing-bytes.ts';
import { makeWavWalk, type WavWalk, walkWav } from './wav-walk.ts';

/** Bytes behind the form that would last longer than this as samples may be the rest of the call. */
const MAX_TRAILING_MS = 500;

/** Walks a WAV file chunk by chunk. Its duration is computed from the sample bytes that arrived. */
export const makeWavProbe = (): AudioProbe => {
  const walk = makeWavWalk();
  const reader = makeStepReader(walkWav(walk));
  return { write: reader.write, end: () => judge(walk, reader.progress()) };
};

const judge = (walk: WavWalk, progress: ReaderProgress): AudioVerdict => {
  const { format, declaredBytes, presentBytes, refusal } = walk;
  const audio = format && presentBytes >= format.blockBytes ? factsOf(format, walk) : undefined;
  if (refusal !== undefined) return audio === undefined ? refusal : { ...refusal, audio };
  if (format === undefined || declaredBytes === undefined) return refuseWithoutSamples(walk, progress);
  if (presentBytes === 0) return reject('HEADER_ONLY', 'no sample follows the header');

  const shortfall = shortfallOf(walk, format, progress);
  if (shortfall !== undefined) return quarantine('TRUNCATED', shortfall, audio ?? factsOf(format, walk));
  if (audio === undefined) return reject('HEADER_ONLY', 'less than one sample arrived');
  return refuseMoreSamples(walk, format, audio) ?? accept(walk, format, audio);
};

const accept = ({ sound, trailing }: WavWalk, format: WavFormat, audio: AudioFacts): AudioVerdict => {
  const audibleFrames = (sound?.audibleBlocks() ?? 0) * format.framesPerBlock;
  const heard = {
    silentChannels: sound?.silentChannels() ?? 0,
    audibleMs: Math.min(audio.durationMs, durationMsOf(format, audibleFrames)),
  };
  return acceptWithFlags(audio, heard, trailing.bytes);
};

const refuseMoreSamples = (
  { trailing }: WavWalk,
  format: WavFormat,
  audio: AudioFacts,
): AudioVerdict | undefined => {
  const trailingMs = durationMsOf(format, framesIn(format, possibleSampleBytes(trailing)));
  if (trailingMs < MAX_TRAILING_MS) return undefined;
  const detail = `${trailing.bytes} bytes follow the recording; as samples they last ${trailingMs} ms`;
  return quarantine('TRAILING_DATA', detail, audio);
};

const refuseWithoutSamples = (
  { form }: WavWalk,
  { position, stepBytes, isSkipping }: ReaderProgress,
): AudioVerdict => {
  if (form !== undefined && position >= form.endsAt) {
    return quarantine('MALFORMED_HEADER', 'the form ends without a data chunk');
  }
  // If a chunk states a wrong length, the skipped bytes may be samples.
  return isSkipping && stepBytes > 0
    ? quarantine('TRUNCATED', `the file ends at byte ${position}, before its data chunk`)
    : reject('HEADER_ONLY', `the file ends at byte ${position}, before any sample`);
};

const factsOf = (format: WavFormat, { presentBytes, factFrames }: WavWalk): AudioFacts => ({
  container: 'wav',
  codec: format.codec,
  channels: format.channels,
  sampleRateHz: format.sampleRateHz,
  durationMs: durationMsOf(format, framesIn(format, presentBytes, factFrames)),
});
