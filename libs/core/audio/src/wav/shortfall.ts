import type { ReaderProgress } from '../step-reader.ts';
import { durationMsOf, framesIn, missingFrames, splitsBlock } from './duration.ts';
import type { WavFormat } from './format.ts';
import { isFormSizeWrong } from './padding.ts';
import { isNearPlaceholder } from './placeholder-size.ts';
import type { WavWalk } from './wav-walk.ts';

/** Says what a file with samples lacks of what its header declares. @returns undefined if it has everything. */
export const shortfallOf = (
  { form, chunkEndsAt, factFrames, presentBytes, declaredBytes }: WavWalk,
  format: WavFormat,
  { position }: ReaderProgress,
): string | undefined => {
  const isStream = declaredBytes === Number.POSITIVE_INFINITY;
  if (declaredBytes !== undefined && !isStream && presentBytes < declaredBytes) {
    const declaredMs = durationMsOf(format, framesIn(format, declaredBytes, factFrames));
    return `${presentBytes} of ${declaredBytes} declared sample bytes (${declaredMs} ms) arrived`;
  }
  if (!isStream && position < chunkEndsAt) return `${position} of ${chunkEndsAt} declared bytes arrived`;
  const isEndKnown = form !== undefined && (form.is64 || !isNearPlaceholder(form.endsAt));
  const endsEarly = isEndKnown && Number.isFinite(form.endsAt) && position < form.endsAt;
  if (endsEarly && (isStream || !isFormSizeWrong(chunkEndsAt, form.endsAt))) {
    return `${position} of ${form.endsAt} declared bytes arrived`;
  }
  if (isStream && splitsBlock(format, presentBytes)) return 'the samples end inside a block';
  const lackingFrames = missingFrames(format, presentBytes, factFrames);
  if (lackingFrames > 0) return `${lackingFrames} frames fewer than the fact chunk declares`;
  return undefined;
};
