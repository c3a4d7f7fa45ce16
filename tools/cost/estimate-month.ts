import {
  type CountedRequests,
  HOURS_OF_MONTH,
  isS3Read,
  isS3Write,
  isSns,
  isSqs,
  LOG_BYTES,
  type PriceTable,
  READ_UNITS,
  sumOf,
  WRITE_UNITS,
} from '@recordings/forecast';
import type { Deployment } from './read-deployment.ts';

export type Volume = {
  readonly callsPerDay: number;
  /** Share of the recordings that are pushed, 0 to 1. */
  readonly pushed: number;
  readonly recordingMB: number;
  /** Which of the two counted windows is nearer to what this volume gives. */
  readonly window: 'small' | 'large';
};

export type Line = { readonly what: string; readonly quantity: string; readonly usd: number };
export type Estimate = { readonly perCall: readonly Line[]; readonly always: readonly Line[] };

const DAYS = HOURS_OF_MONTH / 24;
const EXECUTIONS_PER_DAY = 96;
/** A one-shot task is charged for at least a minute. */
const EXECUTION_HOURS = 1 / 60;
/** A poll of an empty queue waits 20 s. */
const POLLS_PER_HOUR_WITHOUT_PAUSES = 180;
/** Queues that get a copy of a published message: of a window, of a stored recording. */
const COPIES = { window: 3, stored: 1 } as const;
const BYTES_OF_GB = 1e9;

/** Estimates a month: what grows with the calls, and what is paid always. */
export const estimateMonth = (
  volume: Volume,
  counted: CountedRequests,
  deployment: Deployment,
  table: PriceTable,
): Estimate => {
  const calls = volume.callsPerDay * DAYS;
  const pushed = calls * volume.pushed;
  const recovered = calls - pushed;
  const recoveredCounts =
    volume.window === 'small' ? counted.recoveredInSmallWindow : counted.recoveredInLargeWindow;
  const total = (of: (kind: string) => boolean): number =>
    pushed * sumOf(counted.pushedCall, of) + recovered * sumOf(recoveredCounts, of);
  return {
    perCall: [...requestLines(total, calls, table), ...byteLines({ volume, calls, recovered, total }, table)],
    always: alwaysLines(counted, deployment, table),
  };
};

const is = (name: string) => (kind: string) => kind === name;

/** A line that multiplies a quantity by a price. */
const line = (what: string, quantity: number, unit: string, price: number): Line => ({
  what,
  quantity: `${amount(quantity)} ${unit}`,
  usd: quantity * price,
});

/** Three figures are enough. */
export const amount = (n: number): string => {
  if (n >= 1e6) return `${trim(n / 1e6)} million`;
  return trim(n);
};

const trim = (n: number): string =>
  n >= 100 ? Math.round(n).toLocaleString('en-US') : String(Number(n.toPrecision(3)));

type Total = (of: (kind: string) => boolean) => number;

const requestLines = (total: Total, calls: number, { prices }: PriceTable): Line[] => {
  const messages = total(is('SQS DeleteMessage'));
  const copies = (total(isSns) - calls) * COPIES.window + calls * COPIES.stored;
  return [
    line('DynamoDB writes', total(is(WRITE_UNITS)), 'write units', prices.dynamodbWriteUnit),
    line('DynamoDB reads', total(is(READ_UNITS)), 'read units', prices.dynamodbReadUnit),
    line('S3 writes', total(isS3Write), 'requests', prices.s3WriteRequest),
    line('S3 reads', total(isS3Read), 'requests', prices.s3ReadRequest),
    line(
      'SQS: sent, received, deleted, copies from SNS',
      total(isSqs) + messages + copies,
      'requests',
      prices.sqsRequest,
    ),
    line('SNS', total(isSns), 'requests', prices.snsRequest),
  ];
};

const byteLines = (
  {
    volume,
    calls,
    recovered,
    total,
  }: { readonly volume: Volume; readonly calls: number; readonly recovered: number; readonly total: Total },
  { prices }: PriceTable,
): Line[] => {
  const gbOf = (n: number): number => (n * volume.recordingMB) / 1_000;
  return [
    line('CloudWatch Logs', total(is(LOG_BYTES)) / BYTES_OF_GB, 'GB', prices.logGb),
    line('Load balancer, received recordings', gbOf(calls - recovered), 'GB', prices.loadBalancerUnitHour),
    line('NAT, downloaded recordings', gbOf(recovered), 'GB', prices.natGb),
    line('S3, the recordings of one month, each month', gbOf(calls), 'GB', prices.s3GbMonth),
  ];
};

const alwaysLines = (counted: CountedRequests, deployment: Deployment, { prices }: PriceTable): Line[] => {
  const executions = EXECUTIONS_PER_DAY * DAYS;
  // A query that finds nothing is charged half a read unit, which the emulator does not count.
  const reads =
    sumOf(counted.emptyExecution, is(READ_UNITS)) + sumOf(counted.emptyExecution, is('DynamoDB Query')) / 2;
  const cron = deployment.cronTask;
  const hours = HOURS_OF_MONTH;
  const runs = executions * EXECUTION_HOURS;
  return [
    line(
      `Fargate, ${deployment.tasks} tasks and the pooler, CPU`,
      deployment.vcpus * hours + cron.vcpus * runs,
      'vCPU hours',
      prices.fargateArmVcpuHour,
    ),
    line(
      'Fargate, memory',
      deployment.memoryGb * hours + cron.memoryGb * runs,
      'GB hours',
      prices.fargateArmGbHour,
    ),
    line('Interface endpoints', deployment.endpointZones * hours, 'hours', prices.endpointHour),
    line('NAT gateways', deployment.natGateways * hours, 'hours', prices.natHour),
    line('Load balancer', hours, 'hours', prices.loadBalancerHour),
    line('Public addresses', deployment.publicIps * hours, 'hours', prices.publicIpHour),
    line('KMS keys', deployment.kmsKeys, 'keys', prices.kmsKeyMonth),
    line('Secrets', deployment.secrets, 'secrets', prices.secretMonth),
    line(
      'Polls of empty queues',
      hours *
        (deployment.polledQueues.withPauses * counted.idlePollsPerHour +
          deployment.polledQueues.withoutPauses * POLLS_PER_HOUR_WITHOUT_PAUSES),
      'requests',
      prices.sqsRequest,
    ),
    line('Executions of the pooler: reads', executions * reads, 'read units', prices.dynamodbReadUnit),
    line('EventBridge Scheduler', executions, 'starts', prices.schedulerInvocation),
  ];
};

export const totalOf = (lines: readonly Line[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);
