import { createLogUpdate } from 'log-update';
import type { DayProgress } from '../play/play-day.ts';
import { progressLine, renderProgress } from './render-progress.ts';

export type Screen = {
  progress(progress: DayProgress): void;
  /** Writes a line that is not overwritten. */
  say(text: string): void;
  /** Keeps the last progress on the screen. */
  settle(): void;
};

const LINE_EVERY_MS = 2_000;

/** Redraws a few lines on a terminal; writes a plain line every two seconds elsewhere. */
export const makeScreen = (stream: NodeJS.WriteStream): Screen => {
  if (!stream.isTTY) {
    let lastMs = -LINE_EVERY_MS;
    return {
      progress: (progress) => {
        const isEnd = progress.phase === 'done' || progress.phase === 'stuck';
        if (!isEnd && progress.elapsedMs - lastMs < LINE_EVERY_MS) return;
        lastMs = progress.elapsedMs;
        stream.write(`${progressLine(progress)}\n`);
      },
      say: (text) => void stream.write(`${text}\n`),
      settle: () => undefined,
    };
  }
  const live = createLogUpdate(stream);
  return {
    progress: (progress) => live(renderProgress(progress)),
    say: (text) => {
      live.clear();
      stream.write(`${text}\n`);
    },
    settle: () => live.done(),
  };
};
