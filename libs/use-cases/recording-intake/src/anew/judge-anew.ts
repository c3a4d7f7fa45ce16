import { AUDIO_RULES_VERSION } from '@recordings/audio';
import type { AnewDeps } from './anew-deps.ts';
import { judgeOneAnew } from './judge-one-anew.ts';
import { type Progress, readProgress, saveProgress } from './progress.ts';

/** Recordings that name no call are elsewhere: `recordings/unidentified/`. */
const PREFIX = 'recordings/';
const UNIDENTIFIED = `${PREFIX}unidentified/`;
const SUFFIX = '.json';
/** Recordings that fail in each of so many passes are left as they are. */
const MAX_PASSES = 3;

/**
 * Makes the job that judges recordings anew which older audio rules had quarantined. It looks at each once for each
 * version of the rules, some in each round, and goes on in the next one from where it stopped.
 */
export const makeJudgeAnew =
  (deps: AnewDeps) =>
  async (signal: AbortSignal): Promise<void> => {
    if (!(await deps.claim())) return;
    const progress = await readProgress(deps, signal);
    if (progress.isDone) return;
    const pass = await judgePass(deps, progress, signal);
    await saveProgress(deps, pass, signal);
    if (!pass.isDone) return;
    const { judged, failed } = pass;
    deps.note({ type: 'judging_anew_completed', rulesVersion: AUDIO_RULES_VERSION, judged, failed });
  };

const judgePass = async (deps: AnewDeps, begun: Progress, signal: AbortSignal): Promise<Progress> => {
  let progress = begun;
  let looked = 0;
  for await (const page of deps.listQuarantine(PREFIX, signal, begun.startAfter)) {
    for (const { key } of page) {
      if (!key.endsWith(SUFFIX) || key.startsWith(UNIDENTIFIED)) continue;
      // The claim is renewed before each recording: one takes less time than a claim lasts.
      if (looked >= deps.maxPerRound || signal.aborted || !(await deps.claim())) return progress;
      looked += 1;
      const counts = await tryOne(deps, key.slice(0, -SUFFIX.length), signal);
      progress = {
        ...progress,
        startAfter: key,
        judged: progress.judged + counts.judged,
        failed: progress.failed + counts.failed,
      };
    }
  }
  return endPass(progress);
};

/** A pass with failures is followed by another one over all keys. What was judged is not judged again. */
const endPass = (progress: Progress): Progress => {
  const passes = progress.passes + 1;
  const isDone = progress.failed === 0 || passes >= MAX_PASSES;
  return { ...progress, passes, isDone, startAfter: undefined, failed: isDone ? progress.failed : 0 };
};

const tryOne = async (
  deps: AnewDeps,
  key: string,
  signal: AbortSignal,
): Promise<{ readonly judged: number; readonly failed: number }> => {
  try {
    const result = await judgeOneAnew(deps, key, signal);
    if (!result) return { judged: 0, failed: 0 };
    const reason = result.kind === 'quarantined' ? result.reason : '';
    const { tenantId, callId } = result.key;
    deps.note({ type: 'quarantined_judged_anew', tenantId, callId, result: result.kind, reason });
    return { judged: 1, failed: 0 };
  } catch (err) {
    signal.throwIfAborted();
    deps.note({ type: 'judging_anew_failed', key, err });
    return { judged: 0, failed: 1 };
  }
};
