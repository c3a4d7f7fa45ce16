import type { JudgedMutant } from './mutation.ts';

export type Score = { readonly caught: number; readonly run: number; readonly refusedByTypes: number };

/** A hung suite catches its mutant. Mutants that the types refuse are not run and do not count. */
export const scoreOf = (judged: readonly JudgedMutant[]): Score => {
  const run = judged.filter(({ fate }) => fate !== 'refused by types');
  const caught = run.filter(({ fate }) => fate !== 'survived');
  return { caught: caught.length, run: run.length, refusedByTypes: judged.length - run.length };
};

export const renderScore = ({ caught, run, refusedByTypes }: Score): string => {
  const percentage = run === 0 ? '-' : `${((100 * caught) / run).toFixed(1)} %`;
  const refused = refusedByTypes === 0 ? '' : `; ${refusedByTypes} more are refused by the types`;
  return `${caught} of ${run} mutants caught (${percentage})${refused}`;
};

export const renderMutant = ({ fate, place, kind, before, after, caughtBy }: JudgedMutant): string =>
  [`${fate}  ${place}  ${kind}${caughtBy ? `  by ${caughtBy}` : ''}`, `  - ${before}`, `  + ${after}`].join(
    '\n',
  );

/** A table by project, the survivors, the score. */
export const renderReport = (judged: readonly JudgedMutant[]): string => {
  const projects = [...new Set(judged.map(({ project }) => project))].toSorted();
  const rows = projects.map((project) => {
    const { caught, run } = scoreOf(judged.filter((mutant) => mutant.project === project));
    return `| ${project} | ${caught} | ${run - caught} |`;
  });
  const survivors = judged.filter(({ fate }) => fate === 'survived').map(renderMutant);
  return [
    '| lib | caught | survived |',
    '|---|---|---|',
    ...rows,
    '',
    ...survivors,
    renderScore(scoreOf(judged)),
  ].join('\n');
};
