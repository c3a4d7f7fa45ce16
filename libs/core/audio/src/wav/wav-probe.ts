import type { AudioProbe } from '../audio-probe.ts';
import { makeStepReader, type ReaderProgress } from '../step-reader.ts';
import { type AudioFacts, type AudioFlag, type AudioVerdict, quarantine, reject } from '../verdict.ts';
import { durationMsOf, framesIn, missingFrames, splitsBlock } from './duration.ts';
import type { WavFormat } from './format.ts';
import { makeWavWalk, type WavWalk, walkWav } from './wav-walk.ts';

/** Walks a WAV file chunk by chunk. Its duration is computed from the sample bytes that arrived. */
export const makeWavProbe = (): AudioProbe => {
  const walk = makeWavWalk();
  const reader = makeStepReader(walkWav(walk));
  return { write: reader.write, end: () => judge(walk, reader.progress()) };
};

const judge = (walk: WavWalk, progress: ReaderProgress): AudioVerdict => {
  const { format, declaredBytes, presentBytes, refusal } = walk;
  if (refusal !== undefined) return refusal;
  if (format === undefined || declaredBytes === undefined) return refuseWithoutSamples(walk, progress);
  if (presentBytes === 0) return reject('HEADER_ONLY', 'no sample follows the header');

  const audio = factsOf(format, walk);
  const shortfall = shortfallOf(walk, format, progress);
  if (shortfall !== undefined) return quarantine('TRUNCATED', shortfall, audio);
  if (presentBytes < format.blockBytes) return reject('HEADER_ONLY', 'less than one sample arrived');
  return { verdict: 'accept', audio, flags: flagsOf(walk) };
};

const flagsOf = ({ peak, trailingBytes }: WavWalk): AudioFlag[] => {
  const flags: AudioFlag[] = [];
  if (peak?.isQuiet()) flags.push('SILENT');
  if (trailingBytes > 0) flags.push('TRAILING_DATA');
  return flags;
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

const shortfallOf = (
  { form, factFrames, presentBytes, declaredBytes }: WavWalk,
  format: WavFormat,
  { position }: ReaderProgress,
): string | undefined => {
  const isStream = declaredBytes === Number.POSITIVE_INFINITY;
  if (declaredBytes !== undefined && !isStream && presentBytes < declaredBytes) {
    const declaredMs = durationMsOf(format, framesIn(format, declaredBytes, factFrames));
    return `${presentBytes} of ${declaredBytes} declared sample bytes (${declaredMs} ms) arrived`;
  }
  if (form !== undefined && Number.isFinite(form.endsAt) && position < form.endsAt) {
    return `${position} of ${form.endsAt} declared bytes arrived`;
  }
  if (isStream && splitsBlock(format, presentBytes)) return 'the samples end inside a block';
  const lackingFrames = missingFrames(format, presentBytes, factFrames);
  if (lackingFrames > 0) return `${lackingFrames} frames fewer than the fact chunk declares`;
  return undefined;
};
