import type { GroupId, TenantId, Timestamp } from '@recordings/call-record';

/** What the recovery of some windows needs if nothing fails and OCP has every recording. */
export type RecoveryForecast = {
  readonly groups: readonly GroupForecast[];
  readonly jobs: readonly JobForecast[];
  readonly ocpRequests: OcpRequests;
  /** Time that the budget needs for these requests. */
  readonly minutesAtBudget: number;
  readonly gb: number;
  /** The first time at which OCP deletes one of the recordings. */
  readonly worstDeadline?: Timestamp;
  /** Calls whose recording OCP deletes within these minutes. */
  readonly callsDeletedSooner: number;
  readonly usd: ForecastPrice;
  readonly assumptions: Readonly<Record<string, string | number>>;
};

export type GroupForecast = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly windows: number;
  readonly calls: number;
  readonly exportJobs: number;
  readonly gb: number;
  readonly worstDeadline: Timestamp;
};

export type JobForecast = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly fromDate: Timestamp;
  readonly toDate: Timestamp;
  readonly readyAt: Timestamp;
  readonly windows: number;
  readonly calls: number;
};

export type OcpRequests = Readonly<Record<'create' | 'poll' | 'list' | 'download' | 'total', number>>;

/** In US dollars. `storage`: of the first month; it is paid again each month. */
export type ForecastPrice = Readonly<Record<'awsRequests' | 'download' | 'storage' | 'total', number>>;
