import { readFileSync } from 'node:fs';
import { ConfigurationError, parseYaml } from '@recordings/service';
import { z } from 'zod';

type Variables = Readonly<Record<string, string | undefined>>;

/** Each parameter of the requirement documents, section 7, and the variable that it sets. */
const PARAMETERS = {
  query: {
    maxCallsPerExecution: 'MAX_CALLS_PER_EXECUTION',
    lookbackDays: 'LOOKBACK_DAYS',
    bufferMinutes: 'BUFFER_MINUTES',
    includeFailedReconciliations: 'INCLUDE_FAILED_RECONCILIATIONS',
    maxReconciliationAttempts: 'MAX_RECONCILIATION_ATTEMPTS',
  },
  windows: {
    defaultWindowSizeMinutes: 'DEFAULT_WINDOW_SIZE_MINUTES',
    dynamicWindowSizing: 'DYNAMIC_WINDOW_SIZING',
    minWindowSizeMinutes: 'MIN_WINDOW_SIZE_MINUTES',
    maxWindowSizeMinutes: 'MAX_WINDOW_SIZE_MINUTES',
  },
  execution: {
    parallelPublishing: 'PARALLEL_PUBLISHING',
    publishTimeout: 'PUBLISH_TIMEOUT_MS',
    publishRetries: 'PUBLISH_RETRIES',
    enableDryRun: 'ENABLE_DRY_RUN',
  },
  scheduler: {
    cronExpression: 'CRON_EXPRESSION',
    enabled: 'SCHEDULER_ENABLED',
    timezone: 'CRON_TIMEZONE',
  },
  sns: {
    topicArn: 'RECONCILIATION_TOPIC_ARN',
    messageGroupId: 'MESSAGE_GROUP_ID',
    enableMessageAttributes: 'ENABLE_MESSAGE_ATTRIBUTES',
    includeCallDetails: 'INCLUDE_CALL_DETAILS',
  },
  ocp: { baseUrl: 'OCP_BASE_URL' },
} as const;

/** Parameters of the documents that are the worker's: the pooler takes them, so that both can read one file. */
const OF_THE_WORKER = {
  execution: ['parallelPayloads', 'ocpTimeout', 'retryDelayMs'],
  ocp: ['exportEndpoint', 'authType'],
} as const;

const SECTIONS = ['query', 'windows', 'execution', 'scheduler', 'ocp', 'sns'] as const;
const Value = z.union([z.string(), z.number(), z.boolean()]).nullable();

const sectionOf = (name: (typeof SECTIONS)[number]) => {
  const own = Object.keys((PARAMETERS as Readonly<Record<string, object>>)[name] ?? {});
  const others = (OF_THE_WORKER as Readonly<Record<string, readonly string[]>>)[name] ?? [];
  return z.strictObject(Object.fromEntries([...own, ...others].map((key) => [key, Value.optional()])));
};

const File = z.strictObject({
  reconciliationPooler: z.strictObject(
    Object.fromEntries(SECTIONS.map((name) => [name, sectionOf(name).optional()])),
  ),
});

/**
 * Reads the file that `CONFIG_FILE` names, of the shape in the requirement documents, and adds its parameters to the
 * environment. A variable that is set wins. A parameter that is `null` counts as not given.
 *
 * @throws {ConfigurationError} if the file cannot be read, or has a key that is not known: it names the place.
 */
export const addConfigFile = (environment: Variables): Variables => {
  const path = environment['CONFIG_FILE'];
  if (!path) return environment;
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  return { ...readVariables(path), ...set };
};

const readVariables = (path: string): Variables => {
  const { data, error } = File.safeParse(readYaml(path));
  if (!data) throw new ConfigurationError(`configuration file ${path}:\n${describeIssues(error)}`);
  const given = data.reconciliationPooler as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const variables = Object.entries(PARAMETERS).flatMap(([section, parameters]) =>
    Object.entries(parameters).map(([key, variable]) => [variable, given[section]?.[key]] as const),
  );
  return Object.fromEntries(
    variables.flatMap(([variable, value]) => (value == null ? [] : [[variable, String(value)]])),
  );
};

const readYaml = (path: string): unknown => {
  try {
    return parseYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(`configuration file ${path}: ${(error as Error).message}`, { cause: error });
  }
};

const describeIssues = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`).join('\n');
