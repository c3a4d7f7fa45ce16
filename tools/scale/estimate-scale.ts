import { measured } from './measured.ts';

/** What a number of calls a day asks of one resource, and what the resource gives. */
export type Demand = {
  readonly resource: string;
  readonly unit: string;
  readonly needed: number;
  /** What there is without a change of settings, in the same unit. */
  readonly available: number;
};

/** The assumptions of every column. */
export const load = {
  eventsPerCall: 3,
  recordingMB: 5,
  /** Share of the recordings whose push is lost. */
  lost: 0.1,
  /** Share of a day's calls in its busiest hour. */
  busiestHour: 0.1,
  /** Share of the calls that the largest tenant makes. */
  largestTenant: 0.5,
  /** Hours from a call's start until its recording is stored, if the push is lost and OCP's budget lasts. */
  recoveryHours: 2,
} as const;

/** Limits and settings that apply without any change. */
export type Limits = {
  /** OCP requests in a minute over all workers. */
  readonly ocpRequestsPerMinute: number;
  readonly indexShards: number;
  readonly apiVcpus: number;
  readonly downloaderVcpus: number;
  readonly poolerMemoryMB: number;
};

/** Write units that the table and its indexes take for each call, on average of pushed and recovered calls. */
export type Units = { readonly writesPerCall: number };

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: one partition; a table on demand. */
const PARTITION_WRITES = 1_000;
const TABLE_WRITES = 40_000;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html: for each prefix. */
const PREFIX_PUTS = 3_500;
const SECONDS_OF_HOUR = 3_600;
const MINUTES_OF_DAY = 1_440;
const MB_OF_GB = 1_000;
const MS_OF_SECOND = 1_000;
/** Changes of a pushed call that an index sees: first event, end, stored. */
const INDEX_WRITES = 3;

export const estimateScale = (callsPerDay: number, limits: Limits, units: Units): Demand[] => {
  const callsPerS = (callsPerDay * load.busiestHour) / SECONDS_OF_HOUR;
  return [
    {
      resource: 'requests to OCP',
      unit: 'a day',
      needed: callsPerDay * load.lost * measured.ocpRequestsPerRecoveredCall.value,
      available: limits.ocpRequestsPerMinute * MINUTES_OF_DAY,
    },
    ...storageDemands(callsPerS, limits, units),
    ...taskDemands(callsPerS, limits),
  ];
};

const storageDemands = (callsPerS: number, { indexShards }: Limits, { writesPerCall }: Units): Demand[] => [
  {
    resource: '`TenantCallsIndex`, writes of the largest tenant',
    unit: 'units a second',
    needed: callsPerS * load.largestTenant * INDEX_WRITES,
    available: PARTITION_WRITES,
  },
  {
    resource: '`ReconciliationIndex`, writes of one shard',
    unit: 'units a second',
    needed: (callsPerS * INDEX_WRITES) / indexShards,
    available: PARTITION_WRITES,
  },
  {
    resource: 'DynamoDB, writes of the account’s default quota for a table',
    unit: 'units a second',
    needed: callsPerS * writesPerCall,
    available: TABLE_WRITES,
  },
  {
    resource: 'S3, objects of the largest tenant (one prefix)',
    unit: 'a second',
    needed: callsPerS * load.largestTenant,
    available: PREFIX_PUTS,
  },
];

const taskDemands = (callsPerS: number, limits: Limits): Demand[] => {
  const gbPerS = (callsPerS * load.recordingMB) / MB_OF_GB;
  const lostPerS = callsPerS * load.lost;
  const eventsPerS = callsPerS * load.eventsPerCall;
  return [
    {
      resource: '`ingestion-api`, CPU',
      unit: 'vCPU',
      needed:
        gbPerS * (1 - load.lost) * measured.cpuSecondsPerUploadedGB.value +
        (eventsPerS * measured.cpuMsPerEvent.value) / MS_OF_SECOND,
      available: limits.apiVcpus,
    },
    {
      resource: '`downloader`, CPU',
      unit: 'vCPU',
      needed: gbPerS * load.lost * measured.cpuSecondsPerDownloadedGB.value,
      available: limits.downloaderVcpus,
    },
    {
      resource: 'pooler, memory for pending calls',
      unit: 'MB',
      needed:
        ((lostPerS * SECONDS_OF_HOUR * load.recoveryHours) / 1e6) * measured.poolerMBPerMillionPending.value,
      available: limits.poolerMemoryMB,
    },
  ];
};
