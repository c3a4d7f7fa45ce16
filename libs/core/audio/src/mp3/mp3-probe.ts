import type { AudioProbe } from '../audio-probe.ts';
import { makeStepReader, type Standing } from '../step-reader.ts';
import { type AudioFacts, type AudioVerdict, quarantine, reject } from '../verdict.ts';
import type { FrameHeader } from './frame-header.ts';
import { type FrameWalk, hasClaimedFrames, makeFrameWalk, walkFrames } from './frame-walk.ts';

/** Walks an MP3 file frame by frame; its duration is what whole frames hold. */
export const makeMp3Probe = (): AudioProbe => {
  const walk = makeFrameWalk();
  const reader = makeStepReader(walkFrames(walk));
  return { write: reader.write, end: () => judge(walk, reader.standing()) };
};

const judge = (walk: FrameWalk, standing: Standing): AudioVerdict => {
  if (walk.refusal !== undefined) return walk.refusal;
  const { header, audioFrames } = walk;
  if (header === undefined) return withoutFrames(walk, standing);
  if (audioFrames === 0 && isWhole(walk, standing))
    return reject('HEADER_ONLY', 'the stream holds no audio frame');

  const audio = factsOf(header, audioFrames);
  const shortfall = shortfallOf(walk, standing);
  if (shortfall !== undefined) return quarantine('TRUNCATED', shortfall, audio);
  return { verdict: 'accept', audio, flags: isWhole(walk, standing) ? [] : ['TRAILING_DATA'] };
};

const withoutFrames = (walk: FrameWalk, standing: Standing): AudioVerdict => {
  if (walk.hasTag && isWhole(walk, standing)) {
    return reject('HEADER_ONLY', 'nothing follows the ID3 tag');
  }
  return quarantine('TRUNCATED', `the file ends at byte ${standing.position}, before the first MP3 frame`);
};

const factsOf = (header: FrameHeader, frames: number): AudioFacts => ({
  container: 'mp3',
  codec: 'mp3',
  channels: header.channels,
  sampleRateHz: header.sampleRateHz,
  durationMs: Math.round((frames * header.samplesPerFrame * 1000) / header.sampleRateHz),
});

const shortfallOf = (walk: FrameWalk, standing: Standing): string | undefined => {
  const { position } = standing;
  const { claim, audioFrames } = walk;
  if (claim?.frames !== undefined && audioFrames < claim.frames) {
    return `${audioFrames} of ${claim.frames} declared frames are there`;
  }
  if (claim?.bytes !== undefined && position < claim.bytes) {
    return `${position} of ${claim.bytes} declared bytes are there`;
  }
  if (!isWhole(walk, standing) && !hasClaimedFrames(walk)) {
    return `the file ends inside a frame or tag, at byte ${position}`;
  }
  return undefined;
};

/** Whether the file ends where a frame or a tag ends. Behind all claimed frames a rest is not part of the recording. */
const isWhole = ({ wholeUntil }: FrameWalk, { position }: Standing): boolean => position === wholeUntil;
