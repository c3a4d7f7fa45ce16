import type { ExportConstraints } from '@recordings/call-record';

/** A backlog: the calls of one day whose recordings are all missing, and who recovers them. */
export type DrainLoad = {
  readonly seed: number;
  readonly calls: number;
  readonly groups: number;
  readonly workers: number;
  readonly downloaders: number;
  /** Entries that OCP gives on a page of a listing. */
  readonly pageSize: number;
  /** How long an export job runs at OCP. */
  readonly jobMinutes: number;
  /** Of every group. Absent: OCP's real ones. */
  readonly constraints?: ExportConstraints;
};

/** 20 groups of one tenant, two workers of each kind. */
export const BACKLOG: DrainLoad = {
  seed: 1,
  calls: 10_000,
  groups: 20,
  workers: 2,
  downloaders: 2,
  pageSize: 1_000,
  jobMinutes: 3,
};
