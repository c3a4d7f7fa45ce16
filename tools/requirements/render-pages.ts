import type { Checklist } from './read-checklist.ts';
import { type Page, type Row, type Status, statusOf } from './row.ts';

const GENERATED =
  'Written by `npm run docs` from `tools/requirements`. `npm test` fails if this page is out of date.';

const documents = [
  'the pooler in five steps',
  'stages 1 and 2, step by step (Spanish)',
  'both stages, consolidated (Spanish, then English)',
  'stage 2 as an AWS Step Functions state machine',
  'functional specification of the pooler (Spanish, then English)',
];

const statusWords: Readonly<Record<Status, string>> = {
  built: 'built',
  replaced: 'replaced',
  open: '**open**',
};

/** All pages by path. */
export const renderPages = (checklist: Checklist): Map<string, string> => {
  const pages = new Map([['docs/requirements.md', renderIndex(checklist)]]);
  for (const [name, page] of checklist.pages) {
    pages.set(`docs/requirements/${name}.md`, renderPage(page, checklist));
  }
  return pages;
};

const renderIndex = (checklist: Checklist): string =>
  [
    '# Requirements\n',
    `${GENERATED}\n`,
    'One row for each field, default, status, metric, alert, check, retry figure, edge case and scaling rule of the five',
    'requirement documents. A row says where it is in the code and which test fails without it. The status of a row is one of:\n',
    '- **built**: the code has it, and the test shows it.',
    '- **replaced**: a sentence of the design takes its place. The row quotes it.',
    '- **open**: it is not built, or differs, or no test shows it. The row says what is missing.\n',
    '`npm test` compares each figure in the column "where" (`NAME` = `value`, an alarm and its limits) with the code. It also',
    'fails if a name of the documents has no row, or if a file, a part of it or a test that a row names does not exist.\n',
    'To mend or add a row: change its file in `tools/requirements/rows`, then `npm run docs`.\n',
    '## Documents\n',
    'A place is document and line: `5:1204` is line 1204 of document 5.\n',
    ...documents.map((title, at) => `${at + 1}. ${title}`),
    '\n## Pages\n',
    ...renderCounts(checklist),
    '\n## Open rows\n',
    ...renderOpen(checklist),
    '\n## Sentences of the design that replace rows\n',
    ...[...checklist.decisions].map(([key, sentence]) => `- \`${key}\`: "${escapeCell(sentence)}"`),
    '',
  ].join('\n');

const renderCounts = ({ pages }: Checklist): string[] => {
  const statuses = Object.keys(statusWords) as Status[];
  const counted = [...pages].map(([name, page]) => {
    const rows = rowsOf(page);
    const counts = statuses.map((status) => rows.filter((row) => statusOf(row) === status).length);
    return { link: `[${page.title}](requirements/${name}.md)`, counts: [rows.length, ...counts] };
  });
  const sums = [0, ...statuses].map((_, at) =>
    counted.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0),
  );
  return [
    '| page | rows | built | replaced | open |',
    '|---|---:|---:|---:|---:|',
    ...counted.map(({ link, counts }) => `| ${link} | ${counts.join(' | ')} |`),
    `| **sum** | ${sums.join(' | ')} |`,
  ];
};

const renderOpen = ({ pages }: Checklist): string[] =>
  [...pages].flatMap(([name, page]) => {
    const open = rowsOf(page).filter(({ missing }) => missing !== undefined);
    if (open.length === 0) return [];
    const items = open.map(({ what, missing = '' }) => `- ${escapeCell(what)}. ${escapeCell(missing)}`);
    return [`### [${page.title}](requirements/${name}.md)\n`, ...items, ''];
  });

const renderPage = ({ title, sections }: Page, checklist: Checklist): string =>
  [
    `# ${title}\n`,
    `${GENERATED} What the columns mean: [requirements](../requirements.md).\n`,
    ...sections.flatMap((section) => [
      `## ${section.title}\n`,
      '| what the documents ask for | places | status | where | shown by |',
      '|---|---|---|---|---|',
      ...section.rows.map((row) => `| ${renderRow(row, checklist).join(' | ')} |`),
      '',
    ]),
  ].join('\n');

const renderRow = (row: Row, checklist: Checklist): string[] => [
  escapeCell(row.what),
  placesOf(row, checklist).join(', '),
  renderStatus(row, checklist),
  [...row.code.map(renderCode), ...row.figures.map(renderFigure)].join(', '),
  row.tests.flatMap((tests) => Object.entries(tests).map(renderTest)).join('; '),
];

const placesOf = ({ names, places }: Row, checklist: Checklist): string[] => {
  const ofNames = checklist.names.filter(({ id }) => names.includes(id)).flatMap((name) => name.places);
  return [...new Set([...ofNames, ...places])].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
};

const renderStatus = (row: Row, { decisions }: Checklist): string => {
  const { missing, decision, note } = row;
  const quoted = decision === undefined ? undefined : `"${decisions.get(decision) ?? decision}"`;
  const reasons = [missing, quoted, note].filter((reason) => reason !== undefined);
  const word = statusWords[statusOf(row)];
  return reasons.length === 0 ? word : `${word}. ${escapeCell(reasons.join(' '))}`;
};

const linkTo = (path: string): string => `[${path.split('/').at(-1)!}](../../${path})`;

const renderCode = (code: string): string => {
  const [path = '', part] = code.split('#');
  return part === undefined ? linkTo(path) : `${linkTo(path)} \`${part}\``;
};

const renderFigure = (figure: Row['figures'][number]): string => {
  if ('variable' in figure) return `\`${figure.variable}\` = \`${figure.is}\``;
  if ('constant' in figure) return `\`${figure.constant}\` = \`${figure.is}\``;
  const parts = Object.entries(figure.is).map(([field, value]) => `${field} ${value}`);
  return `alarm \`${figure.alarm}\`: ${parts.join(', ')}`;
};

const renderTest = ([file, title]: [string, string]): string => `${linkTo(file)} "${escapeCell(title)}"`;

const rowsOf = ({ sections }: Page): Row[] => sections.flatMap(({ rows }) => rows);

/** A table has no other way to write these characters. */
const escapeCell = (text: string): string => text.replace(/[|<]/g, (character) => `\\${character}`);
