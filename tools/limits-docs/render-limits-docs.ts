import type { AppConfig } from '../environment-docs/read-app-configs.ts';
import type { Limit, Topic } from './limit.ts';
import { readConstant } from './read-constant.ts';

const introduction = `# Timeouts, limits and retries

Written by \`npm run docs\`: it reads the defaults from each app's \`src/config.ts\` and the constants from the code.
\`npm test\` fails if this page is out of date. To add a limit, add it to \`tools/limits-docs\`.
A limit with a variable can be changed without a new version: see [environment variables](environment-variables.md).
`;

export type LimitSources = {
  readonly apps: readonly AppConfig[];
  readonly readSource: (file: string) => string;
};

/** @throws {Error} if a variable or a constant does not exist, or if a variable is in no topic and not among `others`. */
export const renderLimitsDocs = (
  topics: readonly Topic[],
  others: readonly string[],
  sources: LimitSources,
): string => {
  assertComplete(topics, others, sources.apps);
  return [introduction, ...topics.map((topic) => renderTopic(topic, sources))].join('\n');
};

const renderTopic = ({ title, limits }: Topic, sources: LimitSources): string =>
  [
    `## ${title}\n`,
    '| what | variable or constant | value | where |',
    '|---|---|---|---|',
    ...limits.map((limit) => `| ${renderLimit(limit, sources).join(' | ')} |`),
    '',
  ].join('\n');

const renderLimit = (limit: Limit, { apps, readSource }: LimitSources): string[] => {
  if ('variable' in limit) {
    const users = apps.filter(({ variables }) => variables.some(({ name }) => name === limit.variable));
    const variable = users[0]?.variables.find(({ name }) => name === limit.variable);
    if (!variable) throw new Error(`no app has a variable ${limit.variable}`);
    const where = users.map(({ app }) => linkTo(`apps/${app}/src/config.ts`, app)).join(', ');
    return [limit.what, `\`${limit.variable}\``, `\`${String(variable.default)}\``, where];
  }
  if ('is' in limit) return [limit.what, '', limit.is, linkTo(limit.file)];
  return [limit.what, `\`${limit.name}\``, valueText(limit, readSource), linkTo(limit.file)];
};

const valueText = (
  { name, file }: { readonly name: string; readonly file: string },
  readSource: LimitSources['readSource'],
): string => {
  try {
    return readConstant(readSource(file), name);
  } catch (error) {
    throw new Error(`${name} of ${file} is in tools/limits-docs, but cannot be read`, { cause: error });
  }
};

const linkTo = (file: string, text = file.split('/').at(-1)!): string => `[${text}](../${file})`;

const assertComplete = (
  topics: readonly Topic[],
  others: readonly string[],
  apps: readonly AppConfig[],
): void => {
  const listed = topics.flatMap(({ limits }) =>
    limits.flatMap((limit) => ('variable' in limit ? [limit.variable] : [])),
  );
  const known = new Set([...listed, ...others]);
  const missing = apps.flatMap(({ variables }) => variables).find(({ name }) => !known.has(name));
  if (missing)
    throw new Error(`add the variable ${missing.name} to tools/limits-docs/topics.ts or other-variables.ts`);
};
