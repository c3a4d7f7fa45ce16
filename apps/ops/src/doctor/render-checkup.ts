import { foldWords } from '../output/fold-words.ts';
import { MAX_COLUMNS } from '../output/render-table.ts';
import type { CheckedResult, Finding } from './check.ts';

const WORDS: Readonly<Record<Finding['level'], string>> = {
  fault: 'WRONG',
  warning: 'SOON',
  unchecked: 'NOT SEEN',
};
const LABEL = 10;

/** One line for each check that finds nothing, else its findings, each with its fix. The last line is the verdict. */
export const renderCheckup = (results: readonly CheckedResult[]): string => {
  const width = Math.max(...results.map(({ check }) => check.length)) + 2;
  return [...results.flatMap((result) => linesOf(result, width)), '', sayVerdict(results)].join('\n');
};

const linesOf = ({ check, looked, findings }: CheckedResult, width: number): string[] =>
  findings.length === 0
    ? line('ok', check.padEnd(width), looked)
    : findings.flatMap(({ level, what, fix }) => [
        ...line(WORDS[level], check.padEnd(width), what),
        ...line('', ''.padEnd(width), `Fix: ${fix}`),
      ]);

/** Longer texts go on in the next lines, below their beginning. */
const line = (label: string, name: string, text: string): string[] => {
  const indent = LABEL + name.length;
  const parts = text.split('\n').flatMap((one) => foldWords(one, MAX_COLUMNS - indent));
  return parts.map((part, at) =>
    at === 0 ? `${label.padEnd(LABEL)}${name}${part}` : `${' '.repeat(indent)}${part}`,
  );
};

const sayVerdict = (results: readonly CheckedResult[]): string => {
  const levels = results.flatMap(({ findings }) => findings.map(({ level }) => level));
  const numberOf = (wanted: Finding['level']): number => levels.filter((level) => level === wanted).length;
  const parts = [
    [numberOf('fault'), 'wrong'],
    [numberOf('warning'), 'soon wrong'],
    [numberOf('unchecked'), 'not seen'],
  ] as const;
  const counted = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return counted.length === 0 ? `All is well: ${results.length} checks.` : `${counted.join(', ')}.`;
};
