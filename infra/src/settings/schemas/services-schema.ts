import { Orchestrator } from '@recordings/call-record';
import { z } from 'zod';
import { arnOf, Cidr, LogDays, wholeNumber } from './value-ranges.ts';

/** CPU units and the MiB that Fargate offers with them. */
const FARGATE_MEMORY: Readonly<Record<number, readonly [min: number, max: number]>> = {
  256: [512, 2_048],
  512: [1_024, 4_096],
  1024: [2_048, 8_192],
  2048: [4_096, 16_384],
  4096: [8_192, 30_720],
};

const TaskSize = z
  .strictObject({ cpu: z.int(), memoryMiB: z.int() })
  .superRefine(({ cpu, memoryMiB }, context) => {
    const range = FARGATE_MEMORY[cpu];
    if (range === undefined) {
      const message = `${cpu}, expected one of ${Object.keys(FARGATE_MEMORY).join(', ')}`;
      context.addIssue({ code: 'custom', path: ['cpu'], message });
    } else if (memoryMiB < range[0] || memoryMiB > range[1] || memoryMiB % 512 !== 0) {
      const message = `${memoryMiB}, expected a multiple of 512 from ${range[0]} to ${range[1]} for ${cpu} CPU units`;
      context.addIssue({ code: 'custom', path: ['memoryMiB'], message });
    }
  });

const TaskRange = z
  .strictObject({ min: wholeNumber(0, 100), max: wholeNumber(1, 100) })
  .refine(({ min, max }) => min <= max, { error: 'min is greater than max' });

const hostNames = z.array(z.string().regex(/^[a-z0-9.-]+$/, { error: 'expected a host name' }));

const Ocp = z.strictObject({
  baseUrl: z.url({ protocol: /^https$/, error: 'expected an https address' }),
  maxRequests: wholeNumber(1, 10_000),
  periodSeconds: wholeNumber(1, 3_600),
  timeoutMs: wholeNumber(100, 300_000),
  downloadHosts: hostNames,
  privateHosts: hostNames,
});

const IngestionApi = z.strictObject({
  certificateArn: arnOf(
    'acm',
    /certificate\/[0-9a-f-]{36}/,
    'arn:aws:acm:eu-west-1:111111111111:certificate/{uuid}',
  ),
  trustStore: z.strictObject({ bucketName: z.string().min(3), key: z.string().min(1) }).optional(),
  allowedCidrs: z.array(Cidr).min(1, 'expected at least one range'),
  deletionProtection: z.boolean(),
  accessLogDays: wholeNumber(1, 3_650),
  size: TaskSize,
  tasks: TaskRange,
  requestsPerTaskAndMinute: wholeNumber(1, 1_000_000),
  uploadTimeoutSeconds: wholeNumber(60, 3_900),
  drainSeconds: wholeNumber(0, 3_600),
});

const Worker = z.strictObject({
  size: TaskSize,
  concurrency: wholeNumber(1, 50),
  backlogPerTask: wholeNumber(1, 100_000),
});

const isTimeZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch {
    return false;
  }
};

const Pooler = z.strictObject({
  size: TaskSize,
  cronExpression: z
    .string()
    .regex(/^(\S+ ){5}\S+$/, { error: 'expected six fields: second minute hour day month weekday' }),
  timezone: z.string().refine(isTimeZone, { error: 'expected a time zone, like UTC or Europe/Madrid' }),
  enabled: z.boolean(),
});

export const ServicesSchema = z.strictObject({
  imageVersion: z.string().regex(/^(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/, {
    error: 'expected a tag or a sha256: digest',
  }),
  architecture: z.enum(['ARM64', 'X86_64']),
  containerInsights: z.boolean(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  logDays: LogDays,
  ocp: Ocp,
  ingestionApi: IngestionApi,
  reconcilerWorker: Worker.extend({
    tasks: z.strictObject({ high: TaskRange, normal: TaskRange, low: TaskRange }),
    callbackHosts: hostNames,
    orchestrator: z.enum(Orchestrator.options, { error: 'expected sqs or step-functions' }).default('sqs'),
  }),
  downloader: Worker.extend({ tasks: TaskRange, secondsPerDownload: wholeNumber(1, 3_600) }),
  archiver: z.strictObject({
    size: TaskSize,
    tasks: TaskRange,
    backlogPerTask: wholeNumber(1, 1_000_000),
    /** Whether it archives the queue of analytics too. */
    analytics: z.boolean(),
  }),
  pooler: Pooler,
});
