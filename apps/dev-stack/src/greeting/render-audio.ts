import type { AudioReport } from '../play/simulator-control.ts';
import { countOf } from '../words/count-of.ts';

const MAX_LINES = 20;

/** How many files of the folder serve as recordings. */
export const audioLine = (dir: string, { used, leftOut }: AudioReport): string => {
  const verb = used.length === 1 ? 'serves' : 'serve';
  const left = leftOut.length === 0 ? '' : `, ${leftOut.length} left out`;
  return `${countOf(used.length, 'file')} of ${dir} ${verb} as recordings${left}`;
};

/** Which files they are and for how many calls each serves; which are left out and why. */
export const renderAudioFiles = ({ used, leftOut }: AudioReport): string =>
  [
    ...cut(used.map(({ file, calls }) => `  used      ${file}, for ${countOf(calls, 'call')}`)),
    ...cut(leftOut.map(({ file, reason }) => `  left out  ${file}: ${reason}`)),
  ].join('\n');

const cut = (lines: readonly string[]): string[] => {
  const more = lines.length - MAX_LINES;
  return more <= 0 ? [...lines] : [...lines.slice(0, MAX_LINES), `  and ${more} more`];
};
