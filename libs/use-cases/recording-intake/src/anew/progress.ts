import { AUDIO_RULES_VERSION } from '@recordings/audio';
import { z } from 'zod';
import type { AnewDeps } from './anew-deps.ts';
import { readJson } from './read-json.ts';

/** How far the recordings that older rules had quarantined are judged by one version of the rules. */
export const Progress = z.object({
  isDone: z.boolean(),
  /** The last key that was looked at in this pass. */
  startAfter: z.string().optional(),
  /** Passes that ended with failures. */
  passes: z.number().int(),
  judged: z.number().int(),
  /** In this pass. */
  failed: z.number().int(),
});
export type Progress = z.infer<typeof Progress>;

/** An object of the quarantine bucket; the store adds `.json`. */
const KEY = `judged-anew/rules-${AUDIO_RULES_VERSION}`;

const BEGINNING: Progress = { isDone: false, passes: 0, judged: 0, failed: 0 };

export const readProgress = async (
  { readQuarantine }: Pick<AnewDeps, 'readQuarantine'>,
  signal: AbortSignal,
): Promise<Progress> => {
  const stored = await readQuarantine(`${KEY}.json`, signal);
  return (stored && Progress.safeParse(await readJson(stored.body)).data) ?? BEGINNING;
};

export const saveProgress = (
  { intake }: Pick<AnewDeps, 'intake'>,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => intake.store.explainQuarantined(KEY, progress, signal);
