import type { OcpBudget } from './useful-tasks.ts';

/** CPU units (1,024 are one vCPU) and MiB of one task. Fargate offers only certain pairs. */
export type TaskSize = { readonly cpu: number; readonly memoryMiB: number };

/** How many tasks of a service run. */
export type TaskRange = { readonly min: number; readonly max: number };

/** A list of CA certificates in PEM, in S3: clients must show a certificate of one of them. */
export type TrustStoreSettings = { readonly bucketName: string; readonly key: string };

export type LoadBalancerSettings = {
  readonly certificateArn: string;
  readonly trustStore?: TrustStoreSettings;
  /** Who may connect, for example the addresses that OCP sends from. */
  readonly allowedCidrs: readonly string[];
  readonly deletionProtection: boolean;
  readonly accessLogDays: number;
};

export type IngestionSettings = LoadBalancerSettings & {
  readonly size: TaskSize;
  readonly tasks: TaskRange;
  readonly requestsPerTaskAndMinute: number;
  readonly uploadTimeoutSeconds: number;
  /** How long a stopping task may finish its uploads; at most 3,600. What still runs then is sent again by OCP. */
  readonly drainSeconds: number;
};

export type OcpSettings = OcpBudget & {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  /** Other hosts that downloads may come from. */
  readonly downloadHosts: readonly string[];
  /** Hosts that have a private address, as behind a private link. */
  readonly privateHosts: readonly string[];
};

export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

export type WorkerSettings = {
  readonly size: TaskSize;
  /** Messages that a task handles at once. */
  readonly concurrency: number;
  /** Messages, waiting or in progress, that one task may have before another one starts. */
  readonly backlogPerTask: number;
};

export type ScheduleSettings = {
  /** As the pooler's CRON_EXPRESSION: second minute hour day month weekday. */
  readonly cronExpression: string;
  readonly timezone: string;
  readonly enabled: boolean;
};

export type ServiceSettings = {
  /** The tag or `sha256:` digest of the images in ECR. */
  readonly imageVersion: string;
  readonly architecture: 'ARM64' | 'X86_64';
  readonly containerInsights: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly logDays: number;
  readonly ocp: OcpSettings;
  readonly ingestionApi: IngestionSettings;
  readonly reconcilerWorker: WorkerSettings & {
    readonly tasks: Readonly<Record<Priority, TaskRange>>;
    /** Hosts that results of windows may be posted to. */
    readonly callbackHosts: readonly string[];
    /** What drives the windows of groups whose entry in the registry does not say it. */
    readonly orchestrator: 'sqs' | 'step-functions';
  };
  readonly downloader: WorkerSettings & {
    readonly tasks: TaskRange;
    /** Mean time of one download, by which the OCP budget limits the number of tasks. */
    readonly secondsPerDownload: number;
  };
  readonly archiver: {
    readonly size: TaskSize;
    readonly tasks: TaskRange;
    readonly backlogPerTask: number;
    readonly analytics: boolean;
  };
  readonly pooler: ScheduleSettings & { readonly size: TaskSize };
};
