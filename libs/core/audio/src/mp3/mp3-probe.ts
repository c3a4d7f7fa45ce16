import { acceptWithFlags } from '../accept-with-flags.ts';
import type { AudioProbe } from '../audio-probe.ts';
import type { Sound } from '../sound/sound.ts';
import { makeStepReader, type ReaderProgress } from '../step-reader.ts';
import { type AudioFacts, type AudioVerdict, quarantine, type Refusal, reject } from '../verdict.ts';
import type { FrameHeader } from './frame-header.ts';
import { type FrameWalk, hasClaimedFrames, makeFrameWalk, walkFrames } from './frame-walk.ts';

/** Walks an MP3 file frame by frame. Its duration is the duration of its whole frames. */
export const makeMp3Probe = (): AudioProbe => {
  const walk = makeFrameWalk();
  const reader = makeStepReader(walkFrames(walk));
  return { write: reader.write, end: () => judge(walk, reader.progress()) };
};

const judge = (walk: FrameWalk, progress: ReaderProgress): AudioVerdict => {
  const { header, audioFrames, refusal } = walk;
  const audio = header && audioFrames > 0 ? factsOf(header, audioFrames) : undefined;
  if (refusal !== undefined) return isPlayable(refusal) && audio ? { ...refusal, audio } : refusal;
  if (header === undefined) return refuseWithoutFrames(walk, progress);
  if (audio === undefined && isWhole(walk, progress)) {
    return reject('HEADER_ONLY', 'the stream holds no audio frame');
  }
  const shortfall = shortfallOf(walk, progress);
  const known = audio ?? factsOf(header, audioFrames);
  if (shortfall !== undefined) return quarantine('TRUNCATED', shortfall, known);
  if (walk.trailing.hasFrames()) {
    const detail = `other MP3 frames follow the ${audioFrames} frames of the declared stream`;
    return quarantine('MALFORMED_HEADER', detail, known);
  }
  return acceptWithFlags(known, soundOf(walk, header), progress.position - walk.wholeUntil);
};

const soundOf = ({ frames, audioFrames }: FrameWalk, header: FrameHeader): Sound => ({
  silentChannels: frames?.silentChannels() ?? 0,
  audibleMs: durationMsOf(header, Math.min(audioFrames, frames?.audibleFrames() ?? 0)),
});

/** A single frame before other bytes may be chance. */
const isPlayable = ({ reason }: Refusal): boolean => reason !== 'NOT_AUDIO';

const refuseWithoutFrames = (walk: FrameWalk, progress: ReaderProgress): AudioVerdict => {
  if (walk.hasTag && isWhole(walk, progress)) {
    return reject('HEADER_ONLY', 'the file holds a tag and no frame');
  }
  return quarantine('TRUNCATED', `the file ends at byte ${progress.position}, before the first MP3 frame`);
};

const factsOf = (header: FrameHeader, frames: number): AudioFacts => ({
  container: 'mp3',
  codec: 'mp3',
  channels: header.channels,
  sampleRateHz: header.sampleRateHz,
  durationMs: durationMsOf(header, frames),
});

const durationMsOf = ({ samplesPerFrame, sampleRateHz }: FrameHeader, frames: number): number =>
  Math.round((frames * samplesPerFrame * 1000) / sampleRateHz);

const shortfallOf = (walk: FrameWalk, progress: ReaderProgress): string | undefined => {
  const { position } = progress;
  const { claim, audioFrames } = walk;
  if (claim?.frames !== undefined && audioFrames < claim.frames) {
    return `${audioFrames} of ${claim.frames} declared frames arrived`;
  }
  if (claim?.bytes !== undefined && position < claim.bytes) {
    return `${position} of ${claim.bytes} declared bytes arrived`;
  }
  if (!isWhole(walk, progress) && !hasClaimedFrames(walk)) {
    return `the file ends inside a frame or tag, at byte ${position}`;
  }
  return undefined;
};

/** Whether the file ends where a frame or a tag ends. */
const isWhole = ({ wholeUntil }: FrameWalk, { position }: ReaderProgress): boolean => position === wholeUntil;
