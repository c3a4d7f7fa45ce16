import { idioms } from './idioms.ts';
import type { Prose } from './read-prose.ts';

/** @returns one line for each idiom found: the place, the words, and what to write instead. */
export const findIdioms = (prose: readonly Prose[]): string[] =>
  prose.flatMap(({ path, line, text }) =>
    idioms.flatMap(({ pattern, write }) => {
      const words = pattern.exec(text)?.[0];
      return words === undefined ? [] : [`${path}:${line}: "${words}": write ${write}`];
    }),
  );
