import type { Alarm } from '@recordings/alarms';
import type { AppConfig } from '../environment-docs/read-app-configs.ts';
import { readConstant } from '../limits-docs/read-constant.ts';
import type { Figure, Page } from './row.ts';

export type FigureSources = {
  readonly apps: readonly AppConfig[];
  readonly alarms: readonly Alarm[];
  readonly readSource: (file: string) => string;
};

/** @returns one line for each figure that the project has with another value. */
export const findFigureFaults = (pages: ReadonlyMap<string, Page>, sources: FigureSources): string[] =>
  [...pages].flatMap(([page, { sections }]) =>
    sections.flatMap(({ rows }) =>
      rows.flatMap(({ what, figures }) =>
        figures.flatMap((figure) =>
          judge(figure, sources).map(
            (fault) => `tools/requirements/rows/${page}.yaml, row "${what}": ${fault}`,
          ),
        ),
      ),
    ),
  );

const judge = (figure: Figure, sources: FigureSources): string[] => {
  if ('variable' in figure) return judgeVariable(figure, sources);
  if ('alarm' in figure) return judgeAlarm(figure, sources);
  const found = readConstant(sources.readSource(figure.file), figure.constant);
  return differ(`${figure.constant} of ${figure.file}`, found, figure.is);
};

const differ = (name: string, found: unknown, wanted: unknown): string[] =>
  String(found) === String(wanted)
    ? []
    : [`${name} is ${String(found)}, not ${String(wanted)}; if the documents allow it, correct the figure`];

/** Every app that has the variable must have this default. */
const judgeVariable = (
  { variable, is }: Extract<Figure, { variable: string }>,
  { apps }: FigureSources,
): string[] => {
  const found = apps.flatMap(({ app, variables }) =>
    variables.filter(({ name }) => name === variable).map((one) => ({ app, value: one.default })),
  );
  if (found.length === 0) return [`no app has the variable ${variable}`];
  return found.flatMap(({ app, value }) => differ(`${variable} of ${app}`, value, is));
};

const judgeAlarm = (
  { alarm: id, is }: Extract<Figure, { alarm: string }>,
  { alarms }: FigureSources,
): string[] => {
  const alarm = alarms.find((one) => one.id === id);
  if (!alarm) return [`there is no alarm ${id}`];
  const values: Record<string, unknown> = { severity: alarm.severity, ...alarm.condition };
  return Object.entries(is).flatMap(([field, wanted]) => differ(`${field} of ${id}`, values[field], wanted));
};
