import type { Checklist } from './read-checklist.ts';
import { type Row, statusOf } from './row.ts';

export type Repository = {
  /** @returns undefined if there is no such file. */
  readonly read: (path: string) => string | undefined;
  /** Titles of the tests in a file. */
  readonly titlesIn: (text: string) => ReadonlySet<string>;
};

/** @returns one line for each fault, with what mends it. */
export const findFaults = (checklist: Checklist, repository: Repository): string[] => [
  ...findMissingNames(checklist),
  ...findUnusedDecisions(checklist),
  ...[...checklist.pages].flatMap(([page, { sections }]) =>
    sections.flatMap(({ rows }) =>
      rows.flatMap((row) =>
        findRowFaults(row, checklist, repository).map(
          (fault) => `tools/requirements/rows/${page}.yaml, row "${row.what}": ${fault}`,
        ),
      ),
    ),
  ),
];

const rowsOf = ({ pages }: Checklist): Row[] =>
  [...pages.values()].flatMap(({ sections }) => sections.flatMap(({ rows }) => rows));

const findMissingNames = (checklist: Checklist): string[] => {
  const named = new Set(rowsOf(checklist).flatMap(({ names }) => names));
  const ids = checklist.names.map(({ id }) => id);
  return [
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `names.json has ${id} twice`),
    ...ids
      .filter((id) => !named.has(id))
      .map((id) => `no row has the name ${id}; add it to the \`names\` of a row in tools/requirements/rows`),
  ];
};

const findUnusedDecisions = (checklist: Checklist): string[] => {
  const used = new Set(rowsOf(checklist).map(({ decision }) => decision));
  return [...checklist.decisions.keys()]
    .filter((key) => !used.has(key))
    .map((key) => `tools/requirements/decisions.yaml: no row is replaced by ${key}`);
};

const findRowFaults = (row: Row, checklist: Checklist, repository: Repository): string[] => {
  const ids = new Set(checklist.names.map(({ id }) => id));
  const isBuilt = statusOf(row) === 'built';
  return [
    ...row.names.filter((id) => !ids.has(id)).map((id) => `names.json has no ${id}`),
    ...(row.names.length + row.places.length === 0 ? ['it has no place in the documents'] : []),
    ...(isBuilt && row.code.length === 0 ? ['it names no code; if it is not built, say `missing`'] : []),
    ...(isBuilt && row.tests.length === 0 ? ['it names no test; if no test shows it, say `missing`'] : []),
    ...(row.decision !== undefined && !checklist.decisions.has(row.decision)
      ? [`decisions.yaml has no ${row.decision}`]
      : []),
    ...row.code.flatMap((code) => findCodeFaults(code, repository)),
    ...row.tests.flatMap((tests) =>
      Object.entries(tests).flatMap(([file, title]) => findTestFaults(file, title, repository)),
    ),
  ];
};

const findCodeFaults = (code: string, { read }: Repository): string[] => {
  const [path = '', ...rest] = code.split('#');
  const text = read(path);
  const part = rest.join('#');
  if (text === undefined) return [`there is no file ${path}; write its new path into \`code\``];
  if (text.includes(part)) return [];
  return [`${path} does not contain "${part}"; write what the code is called now after the "#"`];
};

/** @returns what is wrong with a test that a page names. */
export const findTestFaults = (file: string, title: string, { read, titlesIn }: Repository): string[] => {
  const text = read(file);
  if (text === undefined) return [`there is no test ${file}; write its new path into \`tests\``];
  if (titlesIn(text).has(title)) return [];
  return [
    `${file} has no test "${title}"; write its new title into \`tests\`, or that of another test that fails without the row`,
  ];
};
