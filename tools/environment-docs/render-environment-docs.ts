import type { Variable } from '@recordings/service';
import type { AppConfig } from './read-app-configs.ts';

const introduction = `# Environment variables

Written by \`npm run docs\` from each app's \`src/config.ts\`; \`npm test\` fails when it is stale.
A variable that is set to nothing counts as not set. A service that lacks one says so at start and exits 1.
`;

/** The page: one table an app, variables in the order of the app's schema. */
export const renderEnvironmentDocs = (apps: readonly AppConfig[]): string =>
  [introduction, ...apps.map(renderApp)].join('\n');

const renderApp = ({ app, description, variables }: AppConfig): string =>
  [
    `## ${app}\n`,
    ...(description === '' ? [] : [`${description}\n`]),
    '| variable | default | value | description |',
    '|---|---|---|---|',
    ...variables.map(renderVariable),
    '',
  ].join('\n');

const renderVariable = (variable: Variable): string =>
  `| ${[`\`${variable.name}\``, defaultOf(variable), variable.expected, variable.description].map(cell).join(' | ')} |`;

const defaultOf = (variable: Variable): string => {
  if (variable.required) return '**required**';
  if (variable.default === undefined || isEmpty(variable.default)) return 'none';
  return `\`${typeof variable.default === 'string' ? variable.default : JSON.stringify(variable.default)}\``;
};

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** A bar or a line break would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
